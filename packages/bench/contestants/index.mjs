/** Who takes part, under the names that the table shows and `--only` takes. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { BENCH } from '../places.mjs';
import { bundleTfjs } from '../tools/bundle-tfjs.mjs';

const script = (name, ...args) => ({ args: [join(BENCH, 'contestants', name), ...args] });

const CORES = availableParallelism();

/** @param {{ isQuick: boolean, python?: string }} options */
export async function contestants({ isQuick, python }) {
  const { file, wasmFolder } = await bundleTfjs();
  const all = [
    { name: 'tsuno', title: 'Tsuno, model.fit', ...script('tsuno-fit.mjs'), predicts: true },
    { name: 'tsuno-kernels', title: 'Tsuno, bare kernels', ...script('tsuno-kernels.mjs') },
    {
      name: 'tsuno-threads',
      title: `Tsuno, threads: ${CORES}`,
      ...script('tsuno-fit.mjs', String(CORES)),
      isPinned: false,
      isExtra: true,
    },
    { name: 'tfjs-cpu', title: 'tfjs-layers, cpu', args: [file, 'cpu'], predicts: true },
    {
      name: 'tfjs-wasm',
      title: 'tfjs-layers, wasm',
      args: [file, 'wasm', wasmFolder],
      predicts: true,
    },
    { name: 'jax-js', title: 'jax-js, jit, wasm', ...script('jax-js.mjs') },
    { name: 'brain-js', title: 'brain.js (other work)', ...script('brain-js.mjs'), isExtra: true },
    {
      name: 'plain-loop',
      title: 'Float32Array by hand',
      ...script('plain-loop.mjs'),
      isExtra: true,
    },
  ];
  const native = python ? pythonContestants(python) : [];
  return [...all.filter(({ isExtra }) => !(isQuick && isExtra)), ...native];
}

const TITLES = { jax: 'JAX', tensorflow: 'TensorFlow', torch: 'PyTorch' };

/** Keras on each backend that this Python can import, on one thread and on all. */
function pythonContestants(python) {
  const can = (library) => spawnSync(python, ['-c', `import ${library}`]).status === 0;
  if (!can('keras')) {
    console.error(`--python: ${python} cannot import keras, so Keras is left out.`);
  }
  return Object.entries(TITLES).flatMap(([backend, title]) => {
    if (!can(backend) || !can('keras')) {
      console.error(`Keras + ${title} is left out: ${python} has no ${backend}.`);
      return [];
    }
    return [1, 0].map((threads) => ({
      name: `keras-${backend}${threads ? '' : '-threads'}`,
      title: `Keras + ${title}, ${threads ? 'one thread' : 'all threads'}`,
      command: python,
      args: [join(BENCH, 'contestants', 'keras_fit.py'), String(threads)],
      env: { KERAS_BACKEND: backend, TF_CPP_MIN_LOG_LEVEL: '3', ...(threads ? ONE_THREAD : {}) },
      isPinned: threads === 1,
    }));
  });
}

const ONE_THREAD = {
  XLA_FLAGS: '--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1',
  OMP_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
};

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { lcg } from '../../testing/src/index.ts';
import { layers, losses, optimizers, Sequential } from '../../tsuno/src/index.ts';
import type { CompiledLoop } from '../src/compile-rules.ts';
import { dispatchHere, dispatchOver } from '../src/dispatch.ts';
import { compileKernels, FIRST_FREE_BYTE, instantiateKernels } from '../src/kernels.ts';
import { MOST_PAGES } from '../src/memory.ts';
import { controlBytes, startWorkers } from '../src/worker-pool.ts';

const ROOT = join(__dirname, '..', '..', '..');

describe('Threads', () => {
  it('each do their part of a product, and the bits are those of one thread', async () => {
    const threads = 3;
    const [rows, inner, panels] = [64, 300, 25];
    const memory = new WebAssembly.Memory({ initial: 32, maximum: MOST_PAGES, shared: true });
    const kernels = compileKernels(MOST_PAGES);
    const functions = instantiateKernels(memory, kernels).exports as Record<string, CompiledLoop>;
    const names = Object.keys(functions);
    const control = FIRST_FREE_BYTE;
    const pool = startWorkers(threads, { memory, kernels, loops: null, functions: names, control });
    while (!pool.isReady) await new Promise((resolve) => setTimeout(resolve, 5));

    const floats = new Float32Array(memory.buffer);
    const x = 64 * Math.ceil((control + controlBytes(threads)) / 64);
    const w = x + 4 * rows * inner;
    const y = w + 16 * inner * panels;
    lcg(1, (y - x) / 4).forEach((value, i) => {
      floats[x / 4 + i] = value - 0.5;
    });
    const sizes: number[] = [];
    const counted = {
      ...functions,
      matmul: (...args: number[]) => {
        sizes.push(args[6]);
        functions.matmul(...args);
      },
    };
    const args = (from: number, count: number) => [
      x,
      w + from * 16 * inner,
      0,
      y + from * 16 * rows,
      rows,
      inner,
      count,
    ];
    const result = () => Array.from(floats.subarray(y / 4, y / 4 + 4 * panels * rows));

    dispatchHere(counted)('matmul', panels, 0, args);
    const alone = result();
    floats.fill(0, y / 4, y / 4 + 4 * panels * rows);
    dispatchOver(pool, threads, counted, names)('matmul', panels, 1e9, args);
    expect(result()).toEqual(alone);
    // 25 panels: 10 here, 10 and 5 in the workers.
    expect(sizes).toEqual([25, 10]);
    pool.stop();
  });

  it('train to the same bits, however many there are', async () => {
    const inputs = lcg(2, 256 * 200);
    const x = Array.from({ length: 256 }, (_, row) => inputs.slice(row * 200, row * 200 + 200));
    const y = x.map((_, row) => row % 4);
    const train = async (threads: number) => {
      const model = new Sequential(
        [
          layers.Dense({ units: 130, activation: 'relu' }),
          layers.Dense({ units: 70, activation: 'sigmoid' }),
          layers.Dense({ units: 4 }),
        ],
        { seed: 6 },
      );
      model.compile({
        optimizer: optimizers.Adam({ learningRate: 0.01 }),
        loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
        jitCompile: true,
        threads,
      });
      await model.fit(x, y, { epochs: 2, batchSize: 128, verbose: 0 });
      // By now the workers run.
      await new Promise((resolve) => setTimeout(resolve, 150));
      await model.fit(x, y, { epochs: 3, batchSize: 128, verbose: 0 });
      return model.getWeights().map((tensor) => Array.from(tensor.dataSync()));
    };
    const one = await train(1);
    expect(await train(2)).toEqual(one);
    expect(await train(3)).toEqual(one);
  });

  it('do not keep a process alive', () => {
    const program = `
      const { layers, Sequential } = require('./packages/tsuno/src/index.ts');
      const model = new Sequential([layers.Dense({ units: 300 }), layers.Dense({ units: 1 })]);
      model.compile({ optimizer: 'adam', loss: 'mse', threads: 2 });
      const x = Array.from({ length: 64 }, (_, i) => Array(300).fill(i / 64));
      model.fit(x, x.map(([a]) => a), { epochs: 3, verbose: 0 }).then(() => console.log('done'));
    `;
    const { stdout, status } = spawnSync(
      process.execPath,
      ['-r', 'ts-node/register', '-e', program],
      {
        cwd: ROOT,
        encoding: 'utf8',
        timeout: 30_000,
      },
    );
    expect([stdout.trim(), status]).toEqual(['done', 0]);
  });

  it('are refused where they cannot share memory, and in numbers that make no sense', () => {
    const compile = (threads: number) => () =>
      new Sequential([layers.Dense({ units: 1 })]).compile({
        optimizer: 'adam',
        loss: 'mse',
        threads,
      });
    expect(compile(0)).toThrow('compile: threads must be a whole number of at least 1, got 0.');
    expect(compile(1.5)).toThrow('threads');
    expect(compile(99)).toThrow('at most 16');
    const { SharedArrayBuffer: kept } = globalThis;
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    expect(compile(2)).toThrow('Cross-Origin-Opener-Policy: same-origin');
    expect(compile(1)).not.toThrow();
    globalThis.SharedArrayBuffer = kept;
  });
});

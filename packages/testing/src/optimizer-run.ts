import { defineLoss, layers, type Optimizer, Sequential, tf } from 'tsuno';
import { uniform } from './goldens.ts';

/** The gradients of `make_goldens.py`: ten magnitudes, a zero, and one that alternates. */
export function goldenGradient(step: number, part = 0): Float32Array {
  const raw = uniform(1000 + step + 500 * part, 12, -1, 1);
  const magnitudes = [...Array.from({ length: 10 }, (_, i) => Number(`1e${i - 8}`)), 0, 1];
  // The golden program adds 0.3 in float32 before it multiplies in doubles.
  const gradient = raw.map((value, i) => Math.fround(value + Math.fround(0.3)) * magnitudes[i]);
  gradient[11] = step % 2 === 0 ? 1 : -1;
  if (step % 3 === 0) gradient[4] = 0;
  return gradient;
}

/** Where parameter `part` of the optimizers' goldens starts. */
export const goldenStart = (part: number) => uniform(7 + part, 12, -2, 2);

/** Σ y·ŷ: its derivative by the outputs is y, whatever they are. */
const Along = () =>
  defineLoss({
    kind: 'Along',
    config: { reduction: 'sum' as const, name: 'along' },
    checkTargets: () => {},
    call: (yTrue, yPred) => tf.sum(tf.mul(tf.reshape(yTrue, yPred.shape), yPred), -1),
    lower: () => ({
      op: 'elementwiseMean',
      rule: { value: (k, y, output) => k.mul(y, output), derivative: (_k, y) => y },
    }),
  });

/**
 * The first parameter of an optimizer's golden run, after each of 30 steps of a model on this engine and after the end
 * of `fit`: a kernel of [12, 1] with the unit matrix as its inputs, whose gradient is what the loss takes for targets.
 */
export async function modelRun(optimizer: Optimizer, jitCompile: boolean): Promise<number[][]> {
  const model = new Sequential([
    layers.Input({ shape: [12] }),
    layers.Dense({ units: 1, useBias: false, name: 'first' }),
  ]);
  model.setWeights([goldenStart(0)]);
  model.compile({ optimizer, loss: Along(), jitCompile });
  const path: number[][] = [];
  const note = () => {
    const [kernel] = model.getWeights();
    path.push([...kernel.dataSync()]);
    kernel.dispose();
  };
  const batches = function* () {
    for (let step = 0; step < 30; step++) yield [UNIT, [...goldenGradient(step)]] as const;
  };
  await model.fit(batches(), { verbose: 0, callbacks: [{ onTrainBatchEnd: note }] });
  note();
  return path;
}

const UNIT = Array.from({ length: 12 }, (_, row) =>
  Array.from({ length: 12 }, (_, column) => (row === column ? 1 : 0)),
);

import { defineOptimizer, seededRng } from '../../core/src/index.ts';
import { expectClose } from '../../testing/src/index.ts';
import { layers, Sequential } from '../../tsuno/src/index.ts';

/** Sums of some hundred numbers in another order. */
const FLOAT32_SUM_ORDER = { relative: 1e-4, absolute: 1e-5 };

const rng = seededRng(5);
const ROWS = 24;
/** Mostly zeros, so that the first layer skips blocks of them. */
const sparse = Array.from({ length: ROWS }, () =>
  Array.from({ length: 320 }, (_, column) => (column % 80 < 8 ? rng.uniform() : 0)),
);
const y = sparse.map(([a], row) => (a > 0.5 ? 1 : row % 3));

/** The derivatives of the same loss on both engines. */
function gradients(make: () => readonly Parameters<Sequential['add']>[0][]) {
  return [true, false].map((jitCompile) => {
    const model = new Sequential(make(), { seed: 3 });
    model.compile({ optimizer: 'sgd', loss: 'mse', jitCompile });
    return model.gradients(sparse, y).flatMap((grad) => Array.from(grad.dataSync()));
  });
}

describe('The compiled engine, against tfjs', () => {
  it('skips zeros of the input in the first layer alone', () => {
    const [compiled, reference] = gradients(() => [
      layers.Dense({ units: 96, activation: 'tanh' }),
      layers.Dense({ units: 64, activation: 'tanh' }),
      layers.Dense({ units: 1 }),
    ]);
    expectClose(compiled, reference, FLOAT32_SUM_ORDER);
    expect(Math.max(...reference.map(Math.abs))).toBeGreaterThan(0.01);
  });

  it('keeps what normalizations of batches have saved apart', () => {
    const [compiled, reference] = gradients(() => [
      layers.Dense({ units: 8, useBias: false }),
      layers.BatchNormalization(),
      layers.BatchNormalization(),
      layers.ReLU(),
      layers.Dropout({ rate: 0.2, seed: 1 }),
      layers.BatchNormalization(),
      layers.Dense({ units: 8, activation: 'softplus', useBias: false }),
      layers.BatchNormalization(),
      layers.Dense({ units: 1 }),
    ]);
    expectClose(compiled, reference, { relative: 2e-3, absolute: 1e-4 });
  });

  it('refuses a rule that takes different ways for different scalars, and says so', async () => {
    const Switching = () =>
      defineOptimizer({
        kind: 'Switching',
        config: { learningRate: 0.1 },
        slots: {},
        scalars: (alpha, _carry, step) => ({ alpha, step: step / 10 }),
        update: (k, { param, grad }, { alpha, step }) => ({
          // Probed with numbers on both sides of the border.
          param: step > 0.5 ? k.sub(param, grad) : k.sub(param, k.mul(grad, alpha)),
        }),
      });
    const model = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
    model.compile({ optimizer: Switching(), loss: 'mse', jitCompile: true });
    await expect(model.fit([[1], [2]], [1, 2], { verbose: 0 })).rejects.toThrow(
      'optimizer Switching has no compiled form: its update takes different ways for different scalars',
    );
  });
});

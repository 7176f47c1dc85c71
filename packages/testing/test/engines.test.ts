import * as fc from 'fast-check';
import {
  defineElementwise,
  defineLayer,
  defineLoss,
  defineOptimizer,
  layers,
  losses,
  Sequential,
  tf,
} from 'tsuno';
import { TRAINED_HASH, trainedHash } from '../src/determinism.ts';
import { expectClose } from '../src/index.ts';
import { cases, numbersOf, trainCase } from '../src/random-models.ts';

/** The engines add in different orders, and their exponentials differ in the last place. */
const FLOAT32_SUM_ORDER = { relative: 2e-4, absolute: 2e-5 };

const quiet = { verbose: 0 } as const;
describe('The compiled engine and the tfjs engine', () => {
  it('train any model to the same losses, weights, evaluations and predictions', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const compiled = await trainCase(one, true);
        const reference = await trainCase(one, false);
        expectClose(compiled.history.loss, reference.history.loss, FLOAT32_SUM_ORDER);
        expectClose(
          compiled.evaluated.slice(0, 1),
          reference.evaluated.slice(0, 1),
          FLOAT32_SUM_ORDER,
        );
        expectClose(compiled.predicted, reference.predicted, { relative: 1e-3, absolute: 2e-3 });
        for (const [index, values] of compiled.weights.entries()) {
          expectClose(values, reference.weights[index], { relative: 1e-3, absolute: 2e-3 });
        }
      }),
      { numRuns: 150, seed: 20261121 },
    );
  }, 120_000);

  it('agree on outputs with several axes, where a sum goes over the positions', async () => {
    const x = [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ];
    const y = [
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ];
    const sum = (jitCompile: 'auto' | false) => {
      const model = new Sequential([layers.Input({ shape: [3, 2] }), layers.ReLU()]);
      model.compile({
        optimizer: 'sgd',
        loss: losses.MeanSquaredError({ reduction: 'sum' }),
        jitCompile,
      });
      return model.evaluate(x, y, quiet);
    };
    // (1 + 4)/2 + (9 + 16)/2 + (25 + 36)/2
    expect(await sum(false)).toBe(45.5);
    expect(await sum('auto')).toBe(45.5);
  });

  it('start from the same bits', () => {
    const start = (jitCompile: boolean) => {
      const model = new Sequential([layers.Dense({ units: 5 }), layers.Dense({ units: 3 })], {
        seed: 3,
      });
      model.compile({ optimizer: 'adam', loss: 'mse', jitCompile });
      return numbersOf(model.build([null, 7]));
    };
    expect(start(true)).toEqual(start(false));
  });

  it('hand weights and the optimizer over to each other', async () => {
    const x = Array.from({ length: 12 }, (_, i) => [Math.sin(i), Math.cos(i), 1]);
    const y = x.map(([a, b]) => [a * b]);
    const model = new Sequential(
      [layers.Dense({ units: 4, activation: 'tanh' }), layers.Dense({ units: 1 })],
      { seed: 1 },
    );
    model.compile({ optimizer: 'adam', loss: 'mse', jitCompile: true });
    await model.fit(x, y, quiet);
    const before = numbersOf(model);
    model.compile({ optimizer: 'adam', loss: 'mse', jitCompile: false });
    expect(numbersOf(model)).toEqual(before);
    await model.fit(x, y, quiet);
    expect(numbersOf(model)).not.toEqual(before);
  });
});

describe('What a user writes', () => {
  const x = Array.from({ length: 30 }, (_, i) => [Math.sin(i), Math.cos(2 * i), 1 / (i + 1)]);
  const y = x.map(([a, b]) => [a - b]);

  /** An optimizer whose update does arithmetic with its scalars. */
  const SignSGD = ({ learningRate = 0.01 } = {}) =>
    defineOptimizer({
      kind: 'SignSGD',
      config: { learningRate },
      learningRate,
      slots: { last: 0 },
      scalars: (alpha, _carry, step) => ({ alpha: alpha / step, beta: 0.5 }),
      update: (k, { param, grad, last }, { alpha, beta }) => {
        const mixed = k.add(k.mul(last, beta), k.mul(grad, 1 - beta));
        const sign = k.whereGreater(mixed, 0, -alpha, k.whereGreater(0, mixed, alpha, 0));
        return { param: k.add(param, sign), last: mixed };
      },
    });

  const cube = () =>
    defineElementwise({
      kind: 'cube',
      config: {},
      forward: (k, z) => k.add(0.5, k.mul(z, k.square(z))),
      backward: (k, _y, dy, z) => k.mul(dy, k.mul(3, k.square(z))),
    });

  it('compiles: an optimizer and an activation of one’s own agree with tensors', async () => {
    const [compiled, reference] = await Promise.all(
      [true, false].map(async (jitCompile) => {
        const model = new Sequential(
          [layers.Dense({ units: 5, activation: cube() }), layers.Dense({ units: 1 })],
          { seed: 4 },
        );
        model.compile({ optimizer: SignSGD(), loss: 'mse', jitCompile });
        const { history } = await model.fit(x, y, { ...quiet, epochs: 4, batchSize: 8 });
        return { loss: history.loss, weights: numbersOf(model).flat() };
      }),
    );
    expectClose(compiled.loss, reference.loss, FLOAT32_SUM_ORDER);
    expectClose(compiled.weights, reference.weights, { absolute: 1e-4 });
  });

  it('falls back where it has no compiled form: fit and summary say why, jitCompile: true lists every reason', async () => {
    const Noise = () =>
      defineLayer({
        kind: 'Noise',
        config: {},
        plan: (input) => ({ output: input, weights: [] }),
        call: (input) => tf.mul(input, 1.5),
      });
    const Own = () =>
      defineLoss({
        kind: 'Own',
        config: { reduction: 'sum' as const, name: 'own' },
        checkTargets: () => {},
        call: (yTrue, yPred) => tf.mean(tf.abs(tf.sub(tf.reshape(yTrue, yPred.shape), yPred)), -1),
      });
    const model = new Sequential(
      [layers.Dense({ units: 2 }), Noise(), layers.Dense({ units: 1 })],
      { seed: 1 },
    );
    const info = jest.spyOn(console, 'info').mockImplementation(() => {});
    model.compile({ optimizer: 'sgd', loss: Own() });
    await model.fit(x, y, quiet);
    await model.fit(x, y, quiet);
    expect(info).toHaveBeenCalledTimes(1);
    expect(info.mock.calls[0][0]).toContain('layer "noise" (Noise) has no compiled form');
    info.mockRestore();
    let summary = '';
    model.summary({ printFn: (text) => (summary = text) });
    expect(summary).toContain(
      'Trains on the tfjs engine: layer "noise" (Noise) has no compiled form',
    );
    model.compile({ optimizer: 'sgd', loss: Own(), jitCompile: true });
    await expect(model.fit(x, y, quiet)).rejects.toThrow(
      /jitCompile is true, but.*layer "noise" \(Noise\)/,
    );
  });
});

describe('Determinism', () => {
  it('one seed gives one SHA-256 of the trained weights, on every run and machine', async () => {
    expect(await trainedHash()).toBe(TRAINED_HASH);
    expect(await trainedHash()).toBe(TRAINED_HASH);
  });

  it.each([2, 3])('with %i threads too', async (threads) => {
    expect(await trainedHash(threads)).toBe(TRAINED_HASH);
  });
});

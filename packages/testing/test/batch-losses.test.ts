import { defineLoss, layers, losses, optimizers, Sequential, ShapeError, tf } from 'tsuno';
import { expectClose } from '../src/index.ts';

/** Sums of six float32 numbers, some steps of them. */
const FLOAT32 = { relative: 2e-6, absolute: 1e-7 };

const ENGINES = [
  ['the compiled engine', true],
  ['the tfjs engine', false],
] as const;

const EPSILON = 1e-7;

/** 1 − 2·Σ y·p / (Σ y + Σ p), over all numbers of the batch. */
const Overlap = () =>
  defineLoss({
    kind: 'Overlap',
    config: { reduction: 'sum_over_batch_size', name: 'overlap' } as const,
    over: 'batch',
    checkTargets: () => {},
    call(yTrue, yPred) {
      const y = tf.reshape(tf.cast(yTrue, 'float32'), yPred.shape);
      const both = tf.add(tf.mul(tf.sum(tf.mul(y, yPred)), 2), EPSILON);
      const all = tf.add(tf.add(tf.sum(y), tf.sum(yPred)), EPSILON);
      return tf.sub(1, tf.div(both, all));
    },
  });

/** The same by hand, in doubles, with its derivative by each p. */
function overlap(y: readonly number[], p: readonly number[]) {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
  const both = 2 * sum(y.map((each, i) => each * p[i])) + EPSILON;
  const all = sum(y) + sum(p) + EPSILON;
  const slopes = y.map((each) => -(2 * each) / all + both / (all * all));
  return { value: 1 - both / all, slopes };
}

const quiet = { verbose: 0, shuffle: false } as const;

describe.each(ENGINES)('A loss over the whole batch on %s', (_engine, jitCompile) => {
  const x = [[0.5], [0.2], [0.9], [0.1], [0.7]];
  const y = [1, 0, 1, 1, 0];

  /** ŷ = w·x, from w = 1. */
  function line(loss = Overlap()) {
    const model = new Sequential([
      layers.Dense({ units: 1, useBias: false, kernelInitializer: 'ones' }),
    ]);
    model.compile({ optimizer: optimizers.SGD({ learningRate: 0.5 }), loss, jitCompile });
    return model;
  }

  it('gives Keras’s numbers, with sample weights too', async () => {
    // Keras 3.15 (JAX): losses.Dice()(y, p), and with sample_weight=[1, 2, 3].
    const model = new Sequential([layers.Input({ shape: [2] }), layers.Identity()]);
    model.compile({ optimizer: 'sgd', loss: Overlap(), jitCompile });
    const targets = [
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    const outputs = [
      [0.5, 0.2],
      [0.9, 0.1],
      [0.3, 0.6],
    ];
    const whole = (await model.evaluate(outputs, targets, { verbose: 0 })) as number;
    const sampleWeight = [1, 2, 3];
    const weighted = (await model.evaluate(outputs, targets, {
      verbose: 0,
      sampleWeight,
    })) as number;
    expectClose([whole, weighted], [0.36363637, 0.72727275], FLOAT32);
  });

  it('reports the mean over its batches, weighted by their sizes', async () => {
    const model = line();
    const reported = (await model.evaluate(x, y, { batchSize: 2, verbose: 0 })) as number;
    const parts = [
      [0, 2],
      [2, 4],
      [4, 5],
    ].map(([from, to]) => {
      const p = x.slice(from, to).flat();
      return (to - from) * overlap(y.slice(from, to), p).value;
    });
    expectClose([reported], [parts.reduce((sum, part) => sum + part, 0) / 5], FLOAT32);
  });

  it('trains by its own derivative', async () => {
    const model = line();
    const { history } = await model.fit(x, y, { ...quiet, epochs: 3, batchSize: 5 });
    let w = 1;
    const byHand = Array.from({ length: 3 }, () => {
      const { value, slopes } = overlap(
        y,
        x.map(([each]) => w * each),
      );
      w -= 0.5 * slopes.reduce((sum, slope, i) => sum + slope * x[i][0], 0);
      return value;
    });
    expectClose(history.loss, byHand, FLOAT32);
    expectClose([...model.weights[0].values], [w], FLOAT32);
  });
});

describe.each(ENGINES)('A loss that reduces by itself is refused by %s', (_engine, jitCompile) => {
  const Reducing = () =>
    defineLoss({
      kind: 'Reducing',
      config: { reduction: 'sum_over_batch_size', name: 'reducing' } as const,
      checkTargets: () => {},
      call: (yTrue, yPred) =>
        tf.mean(tf.squaredDifference(tf.reshape(tf.cast(yTrue, 'float32'), yPred.shape), yPred)),
    });
  const data = [
    [[1], [2], [3]],
    [1, 2, 4],
  ] as const;
  const message = /^Reducing: call must give one value for each of the 3 examples/;

  it('in fit and in evaluate', async () => {
    const model = new Sequential([layers.Dense({ units: 1 })]);
    model.compile({ optimizer: 'sgd', loss: Reducing(), jitCompile });
    const trained = model.fit(...data, quiet);
    await expect(trained).rejects.toThrow(ShapeError);
    await expect(trained).rejects.toThrow(message);
    await expect(model.evaluate(...data, { verbose: 0 })).rejects.toThrow(message);
    const p = tf.tensor2d([[1], [2], [3]]);
    expect(() => losses.compute(Reducing(), tf.tensor1d([1, 2, 4]), p)).toThrow(message);
  });
});

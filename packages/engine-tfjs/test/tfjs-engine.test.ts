import {
  type Batch,
  defineLayer,
  defineLoss,
  defineMetric,
  defineOptimizer,
  type Layer,
  type Metric,
  type Rows,
  seededRng,
  type TrainPlan,
  tf,
} from '@tsuno/core';
import { expectClose } from '../../testing/src/index.ts';
import { batchTensors } from '../src/batch-tensors.ts';
import { tfjsEngine } from '../src/index.ts';

/** A few float32 roundings. */
const FLOAT32 = { relative: 1e-6, absolute: 1e-7 };

/** y = a·x + b of one number, as two weights. */
const Line = ({ trainable = true, noise = false } = {}): Layer =>
  defineLayer<'a' | 'b', { trainable: boolean }>({
    kind: 'Line',
    config: { trainable },
    plan: (input) => ({ output: input, weights: [] }),
    call: (x, { a, b }, { training, rng }) =>
      tf.add(tf.add(tf.mul(x, a), b), training && noise ? rng.uniform() : 0),
  });

const Squares = defineLoss({
  kind: 'Squares',
  config: { name: 'squares', reduction: 'sum_over_batch_size' },
  checkTargets: () => {},
  call: (yTrue, yPred) => tf.mean(tf.squaredDifference(tf.cast(yTrue, 'float32'), yPred), -1),
});

/** Momentum, so that there is an accumulator and a carry. */
const Momentum = defineOptimizer({
  kind: 'Momentum',
  config: {},
  learningRate: 0.1,
  slots: { m: 0 },
  carry: { steps: 0 },
  advance: ({ steps }) => ({ steps: steps + 1 }),
  scalars: (alpha) => ({ alpha }),
  update(k, { param, grad, m }, { alpha }) {
    const next = k.sub(k.mul(m, 0.5), k.mul(grad, alpha));
    return { param: k.add(param, next), m: next };
  },
});

/** The largest prediction so far: statistics that are not added. */
const Largest: Metric = defineMetric({
  kind: 'Largest',
  config: { name: 'largest' },
  measure: (_yTrue, yPred) => tf.stack([tf.max(yPred)]) as tf.Tensor1D,
  combine: ([a], [b]) => [Math.max(a, b)],
  result: ([most]) => most,
});
/** Σ of the weights that it is shown, 0 where it is shown none. */
const Weights: Metric = defineMetric({
  kind: 'Weights',
  config: { name: 'weights' },
  measure: (_yTrue, _yPred, w) => tf.stack([w ? tf.sum(w) : tf.scalar(0)]) as tf.Tensor1D,
  result: ([sum]) => sum,
});

function planOf(layers: readonly Layer[]): TrainPlan {
  const initializer = {} as never;
  return {
    layers: layers.map((layer, index) => ({
      layer,
      name: `line_${index}`,
      input: [1],
      output: [1],
      weights: [
        { name: 'a', shape: [1], initializer },
        { name: 'b', shape: [1], initializer },
      ],
    })),
    input: [1],
    output: [1],
    threads: 1,
    training: {
      optimizer: Momentum,
      loss: Squares,
      metrics: [
        { metric: Largest, name: 'largest', weighted: false },
        { metric: Weights, name: 'plain', weighted: false },
        { metric: Weights, name: 'weighted', weighted: true },
      ],
    },
  };
}

const column = (values: number[]): Rows => ({
  values: Float32Array.from(values),
  shape: [1],
  size: values.length,
});
const batch = (x: number[], y: number[] | null, weights: number[] | null = null): Batch => ({
  table: {
    x: column(x),
    y: y && column(y),
    sampleWeight: weights && {
      values: Float32Array.from(weights),
      shape: [],
      size: weights.length,
    },
  },
  rows: Uint32Array.from(x, (_, row) => row),
});
const prepare = (
  layers = [Line()],
  weights = layers.flatMap(() => [Float32Array.of(2), Float32Array.of(1)]),
) => tfjsEngine.prepare(planOf(layers), weights, seededRng(1));
const flat = (arrays: readonly Float32Array[]) => arrays.flatMap((array) => [...array]);

describe('A train step', () => {
  it('moves the weights as by hand, and keeps the accumulators', () => {
    const executor = prepare();
    // Predictions 3 and 5 for targets 4 and 4: errors −1 and 1, so da = mean(2·e·x) = 1, db = 0.
    executor.train(batch([1, 2], [4, 4]));
    expectClose(flat(executor.readWeights()), [1.9, 1], FLOAT32);
    // Predictions 2.9 and 4.8: errors −1.1 and 0.8, da = −1.1 + 1.6 = 0.5, db = −0.3.
    executor.train(batch([1, 2], [4, 4]));
    expectClose(flat(executor.readWeights()), [1.9 - 0.05 - 0.05, 1 + 0.03], FLOAT32);
    const state = executor.readState();
    expect([state.iterations, state.learningRate, state.carry]).toEqual([2, 0.1, { steps: 2 }]);
    expectClose(flat(state.slots.map(({ m }) => m)), [-0.1, 0.03], FLOAT32);
  });

  it('keeps the number of tensors constant, and release gives all of them back', async () => {
    const before = tf.memory().numTensors;
    const executor = prepare([Line(), Line()]);
    expect(tf.memory().numTensors).toBe(before);
    executor.learningRate = 1e-3;
    const step = () => {
      executor.train(batch([1, 2, 3], [4, 4, 4], [1, 2, 3]));
      executor.resetLogs('train');
      return tf.memory().numTensors;
    };
    const after = step();
    for (let i = 0; i < 5; i++) expect(step()).toBe(after);
    executor.evaluate(batch([1], [4]));
    executor.predict(batch([1], null));
    executor.release();
    expect(tf.memory().numTensors).toBe(before);
    expect((await executor.readLogs('test')).logs.largest).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes on after a release as if there had been none', () => {
    const [one, other] = [prepare(), prepare()];
    for (let i = 0; i < 4; i++) {
      for (const executor of [one, other]) executor.train(batch([1, 2], [4, 4]));
      other.release();
    }
    expect(other.readWeights()).toEqual(one.readWeights());
    expect(other.readState()).toEqual(one.readState());
  });

  it('leaves no tensor behind when it throws', () => {
    const before = tf.memory().numTensors;
    const broken = defineLayer({
      kind: 'Broken',
      config: {},
      plan: (input) => ({ output: input, weights: [] }),
      call: (): tf.Tensor => {
        throw new Error('broken');
      },
    });
    const plan = planOf([Line()]);
    const layers = [...plan.layers, { ...plan.layers[0], layer: broken as Layer, weights: [] }];
    const executor = tfjsEngine.prepare(
      { ...plan, layers },
      [Float32Array.of(2), Float32Array.of(1)],
      seededRng(1),
    );
    expect(() => executor.train(batch([1], [1]))).toThrow('broken');
    expect(executor.readState().iterations).toBe(0);
    executor.release();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('moves only the layers that are trainable', () => {
    const executor = prepare([Line({ trainable: false }), Line()]);
    executor.train(batch([1, 2], [4, 4]));
    const [a, b, c] = flat(executor.readWeights());
    expect([a, b]).toEqual([2, 1]);
    expect(c).not.toBe(2);
    expect(executor.readState().slots).toHaveLength(2);
  });

  it('with no trainable layer moves nothing and still counts', async () => {
    const executor = prepare([Line({ trainable: false })]);
    executor.train(batch([1], [1]));
    expect(flat(executor.readWeights())).toEqual([2, 1]);
    expect((await executor.readLogs('train')).logs.loss).toBe(4);
  });

  it('weighs the examples', () => {
    const executor = prepare();
    // Errors −1 and 1 with weights 1 and 3: da = (−1·2 + 3·2·2)/2 = 5, db = (−2 + 6)/2 = 2.
    executor.train(batch([1, 2], [4, 4], [1, 3]));
    expectClose(flat(executor.readWeights()), [1.5, 0.8], FLOAT32);
  });

  it('takes a learning rate that is set in the middle', () => {
    const executor = prepare();
    executor.learningRate = 0;
    executor.train(batch([1, 2], [4, 4]));
    expect(flat(executor.readWeights())).toEqual([2, 1]);
    expect([executor.learningRate, executor.readState().iterations]).toEqual([0, 1]);
  });

  it('gives each layer in each step randomness of its own, which repeats with the seed', () => {
    const weightsAfter = (steps: number) => {
      const executor = prepare([Line({ noise: true })]);
      for (let i = 0; i < steps; i++) executor.train(batch([0], [1]));
      return flat(executor.readWeights());
    };
    expect(weightsAfter(3)).toEqual(weightsAfter(3));
    const [, first] = weightsAfter(1);
    // Prediction 1 + u: b moves by −0.1·2·u, with u named by layer and step.
    const u = seededRng(1).fork('line_0/step_1').uniform();
    expectClose([first], [1 - 0.2 * u], { absolute: 1e-6 });
  });
});

describe('The logs', () => {
  it('are the means of the batches weighted by their sizes, combined as each metric says', async () => {
    const executor = prepare();
    executor.evaluate(batch([1, 2], [3, 4], [1, 2]));
    executor.evaluate(batch([0], [4]));
    // Losses (0·1 + 1·2)/2 of two rows and 9 of one row.
    const { logs, firstNonFinite } = await executor.readLogs('test');
    expect(logs).toEqual({ loss: 11 / 3, largest: 5, plain: 0, weighted: 3 });
    expect(firstNonFinite).toBeNull();
  });

  it('name the first batch whose loss is not finite', async () => {
    const executor = prepare();
    executor.evaluate(batch([1], [3]));
    executor.evaluate(batch([Number.NaN], [3]));
    executor.evaluate(batch([Number.POSITIVE_INFINITY], [3]));
    expect((await executor.readLogs('test')).firstNonFinite).toBe(1);
    executor.resetLogs('test');
    expect((await executor.readLogs('test')).firstNonFinite).toBeNull();
    executor.release();
  });

  it('are 0 before the first batch, and apart for training and testing', async () => {
    const executor = prepare();
    executor.evaluate(batch([0], [4]));
    expect((await executor.readLogs('train')).logs).toEqual({
      loss: 0,
      largest: 0,
      plain: 0,
      weighted: 0,
    });
    expect((await executor.readLogs('test')).logs.loss).toBe(9);
  });

  it('of many batches hold no more than a few hundred tensors', async () => {
    const executor = prepare();
    executor.evaluate(batch([0], [4]));
    const before = tf.memory().numTensors;
    for (let i = 0; i < 600; i++) executor.evaluate(batch([0], [4]));
    expect(tf.memory().numTensors - before).toBeLessThan(300);
    expect((await executor.readLogs('test')).logs.loss).toBe(9);
    executor.release();
  });
});

describe('The state of an executor', () => {
  it('is read and written as copies', () => {
    const executor = prepare();
    executor.train(batch([1, 2], [4, 4]));
    const weights = executor.readWeights();
    const state = executor.readState();
    weights[0][0] = 99;
    state.slots[0].m[0] = 99;
    expect(executor.readWeights()[0][0]).not.toBe(99);
    expect(executor.readState().slots[0].m[0]).not.toBe(99);
    executor.writeWeights(weights);
    executor.writeState(state);
    weights[0][0] = -1;
    state.slots[0].m[0] = -1;
    expect(executor.readWeights()[0][0]).toBe(99);
    expect(executor.readState().slots[0].m[0]).toBe(99);
  });

  it('makes another executor go on where the first was', () => {
    const first = prepare();
    for (let i = 0; i < 3; i++) first.train(batch([1, 2], [4, 4]));
    const second = prepare();
    second.writeWeights(first.readWeights());
    second.writeState(first.readState());
    for (const executor of [first, second]) executor.train(batch([1, 2], [4, 4]));
    expect(second.readWeights()).toEqual(first.readWeights());
    expect(second.readState()).toEqual(first.readState());
  });

  it('does not hold on to the arrays of weights that it was prepared with', () => {
    const weights = [Float32Array.of(2), Float32Array.of(1)];
    const executor = prepare([Line()], weights);
    executor.train(batch([1, 2], [4, 4]));
    executor.release();
    executor.train(batch([1, 2], [4, 4]));
    expect(flat(weights)).toEqual([2, 1]);
  });
});

describe('predict', () => {
  it('gives the outputs row by row, without a target', () => {
    expect([...prepare().predict(batch([0, 1, 5], null))]).toEqual([1, 3, 11]);
  });

  it('works for a plan that is not compiled, which cannot train', () => {
    const { training: _, ...plan } = planOf([Line()]);
    const executor = tfjsEngine.prepare(
      plan,
      [Float32Array.of(2), Float32Array.of(1)],
      seededRng(1),
    );
    expect([...executor.predict(batch([1], null))]).toEqual([3]);
    expect(() => executor.train(batch([1], [1]))).toThrow(
      'The tfjs engine was asked to train a model that is not compiled.',
    );
    executor.release();
  });
});

describe('batchTensors', () => {
  const rows = (values: Float32Array | Int32Array, shape: number[], size: number): Rows => ({
    values,
    shape,
    size,
  });
  const table = {
    x: rows(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7), [2], 4),
    y: rows(Int32Array.of(10, 11, 12, 13), [], 4),
    sampleWeight: null,
  };

  it.each([
    [
      'a run',
      [1, 2],
      [
        [2, 3],
        [4, 5],
      ],
      [11, 12],
    ],
    [
      'rows in any order',
      [3, 0],
      [
        [6, 7],
        [0, 1],
      ],
      [13, 10],
    ],
    [
      'rows that look like a run at their ends',
      [0, 2, 1, 3],
      [
        [0, 1],
        [4, 5],
        [2, 3],
        [6, 7],
      ],
      [10, 12, 11, 13],
    ],
    [
      'a row twice',
      [1, 1],
      [
        [2, 3],
        [2, 3],
      ],
      [11, 11],
    ],
  ])('picks %s', (_what, picked, x, y) => {
    const tensors = batchTensors({ table, rows: Uint32Array.from(picked) });
    expect(tensors.x.arraySync()).toEqual(x);
    expect(tensors.y?.arraySync()).toEqual(y);
    expect([tensors.x.dtype, tensors.y?.dtype]).toEqual(['float32', 'int32']);
    expect(tensors.sampleWeight).toBeNull();
  });

  it('gives empty tensors for no rows', () => {
    expect(batchTensors({ table, rows: new Uint32Array() }).x.shape).toEqual([0, 2]);
  });
});

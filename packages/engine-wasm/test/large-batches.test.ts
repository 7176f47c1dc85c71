import { type Batch, type Executor, type Rows, seededRng } from '../../core/src/index.ts';
import { lcg } from '../../testing/src/index.ts';
import {
  activations,
  defineLoss,
  type Layer,
  type Loss,
  layers,
  losses,
  metrics,
  optimizers,
  Sequential,
  tf,
} from '../../tsuno/src/index.ts';
import { wasmEngine } from '../src/index.ts';

const rng = () => seededRng(3);
const INPUTS = 70;

/** An executor for these layers, on inputs of 70 numbers. */
function prepare(stack: readonly Layer[], loss: Loss = losses.MeanSquaredError()): Executor {
  let shape: readonly number[] = [INPUTS];
  const metric = loss.kind.startsWith('Sparse')
    ? metrics.SparseTopKCategoricalAccuracy({ k: 2 })
    : metrics.MeanAbsoluteError();
  const planned = stack.map((layer, index) => {
    const { output, weights } = layer.plan(shape, 'test');
    const place = { layer, name: `layer_${index}`, input: shape, output, weights };
    shape = output;
    return place;
  });
  const training = {
    optimizer: optimizers.Adam({ learningRate: 0.01 }),
    loss,
    metrics: [
      { metric, name: 'plain', weighted: false },
      { metric, name: 'weighted', weighted: true },
    ],
  };
  const weights = planned.flatMap(({ name, weights: specs }) =>
    specs.map((spec) => spec.initializer.call(spec.shape, rng().fork(`${name}/${spec.name}`))),
  );
  const plan = { layers: planned, input: [INPUTS], output: shape, threads: 1, training };
  return wasmEngine.prepare(plan, weights, rng());
}

/** So many rows, most of whose numbers are zero in every other stretch of 200 rows. */
function batchOf(count: number, y: Rows, isShuffled = false): Batch {
  const values = Float32Array.from(lcg(count, count * INPUTS), (value, i) =>
    Math.floor(i / INPUTS / 200) % 2 === 1 && value < 0.9 ? 0 : value - 0.5,
  );
  const sampleWeight = { values: Float32Array.from(lcg(7, count)), shape: [], size: count };
  return {
    table: { x: { values, shape: [INPUTS], size: count }, y, sampleWeight },
    rows: Uint32Array.from({ length: count }, (_, i) => (isShuffled ? (i * 7 + 3) % count : i)),
  };
}

const classes = (count: number, most: number): Rows => ({
  values: Int32Array.from({ length: count }, (_, i) => (i * i) % most),
  shape: [],
  size: count,
});
const numbers = (count: number, width: number): Rows => ({
  values: Float32Array.from(lcg(11, count * width)),
  shape: [width],
  size: count,
});

/** A batch of two million rows, though the table has one: it does not fit. */
const giant: Batch = {
  table: {
    x: { values: new Float32Array(INPUTS).fill(0.5), shape: [INPUTS], size: 1 },
    y: { values: Float32Array.of(1, 2, 3), shape: [3], size: 1 },
    sampleWeight: null,
  },
  rows: new Uint32Array(3_000_000),
};

afterEach(() => jest.restoreAllMocks());

describe('A large batch', () => {
  const stack = () => [
    layers.Dense({ units: 190, activation: 'relu' }),
    layers.BatchNormalization(),
    layers.Dropout({ rate: 0.5 }),
    layers.GaussianNoise({ stddev: 0.5 }),
    layers.LayerNormalization(),
    layers.PReLU(),
    layers.Dense({ units: 7 }),
    layers.Activation(activations.softmax()),
  ];

  it.each([false, true])('is predicted as its rows are, wherever it is cut: shuffled %s', (s) => {
    const executor = prepare(stack(), losses.SparseCategoricalCrossentropy());
    const batch = batchOf(1501, classes(1501, 7), s);
    executor.train({ ...batch, rows: batch.rows.subarray(0, 40) });
    const whole = executor.predict(batch);
    expect(new Set(whole).size).toBeGreaterThan(9000);
    for (const size of [1, 13, 32, 500]) {
      for (let from = 0; from < 1501; from += size === 1 ? 97 : size) {
        const rows = batch.rows.subarray(from, from + size);
        const part = executor.predict({ ...batch, rows });
        expect(part).toEqual(whole.slice(7 * from, 7 * (from + rows.length)));
      }
    }
  });

  const custom = defineLoss({
    kind: 'FourthPower',
    config: { reduction: 'sum_over_batch_size' as const, name: 'fourth_power' },
    checkTargets: () => {},
    call: (yTrue, yPred) => tf.mean(tf.pow(tf.sub(yTrue, yPred), 4), -1),
  });
  const half = layers.Dense({ units: 5, activation: 'softmax' });
  it.each([
    ['MeanSquaredError', layers.Dense({ units: 5 }), losses.MeanSquaredError(), numbers(1501, 5)],
    ['a loss on tensors', layers.Dense({ units: 5 }), custom, numbers(1501, 5)],
    ['crossentropy', half, losses.CategoricalCrossentropy(), numbers(1501, 5)],
    ['sparse', half, losses.SparseCategoricalCrossentropy(), classes(1501, 5)],
    [
      'scores',
      layers.Dense({ units: 5 }),
      losses.SparseCategoricalCrossentropy({ fromLogits: true }),
      classes(1501, 5),
    ],
  ])('is evaluated to the bits of the whole: %s', async (_name, last, loss, y) => {
    const first = layers.Dense({ units: 300, activation: 'tanh' });
    const batch = batchOf(1501, y, true);
    for (const between of [[], [layers.ActivityRegularization({ l2: 0.1 })]]) {
      const executor = prepare([first, ...between, last], loss);
      executor.train({ ...batch, rows: batch.rows.subarray(0, 50) });
      executor.evaluate(batch);
      const { logs } = await executor.readLogs('test');
      // What is trained on is never cut.
      executor.resetLogs('train');
      executor.train(batch);
      expect(logs).toEqual((await executor.readLogs('train')).logs);
      expect(logs.loss).toBeGreaterThan(0.01);
    }
  });

  it('takes no more memory for predicting than a small one', () => {
    const executor = prepare([layers.Dense({ units: 300 }), layers.Dense({ units: 3 })]);
    executor.predict(batchOf(2000, numbers(2000, 3)));
    const grow = jest.spyOn(WebAssembly.Memory.prototype, 'grow');
    executor.predict(batchOf(20_000, numbers(20_000, 3)));
    expect(grow).not.toHaveBeenCalled();
  });
});

describe('Memory that is not to be had', () => {
  const stack = () => [layers.Dense({ units: 90, activation: 'tanh' }), layers.Dense({ units: 3 })];
  const small = batchOf(20, numbers(20, 3));
  const larger = batchOf(5000, numbers(5000, 3), true);
  const outOfMemory = () => {
    throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
  };

  /** What an executor comes to after some steps, `between` which something happens. */
  const run = async (between: (executor: Executor) => void) => {
    const executor = prepare(stack());
    for (let step = 0; step < 3; step++) executor.train(small);
    between(executor);
    for (let step = 0; step < 3; step++) executor.train(small);
    executor.evaluate(larger);
    const { logs } = await executor.readLogs('test');
    return [executor.readWeights(), executor.readState(), executor.predict(larger), logs] as const;
  };

  it('is an error with the size, and the model is as it was', async () => {
    const expected = await run(() => {});
    const actual = await run((executor) => {
      expect(() => executor.train(giant)).toThrow(
        /^A batch of 3,000,000 examples needs 7\.\d+ GiB on the compiled engine, and a WebAssembly memory holds 4 GiB\. Use a batchSize of at most 1,\d{3},\d00, or compile with jitCompile: false\.$/,
      );
      expect(() => executor.gradients(giant)).toThrow('A batch of 3,000,000 examples');
    });
    expect(actual).toEqual(expected);
  });

  it('does no harm where the machine is what has no more', async () => {
    const expected = await run(() => {});
    const actual = await run((executor) => {
      const grow = jest.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(outOfMemory);
      expect(() => executor.train(larger)).toThrow(
        /^A batch of 5,000 examples needs \d+(\.\d+)? MiB on the compiled engine, and the machine does not give it\. Use a smaller batchSize\.$/,
      );
      expect(() => executor.train(larger)).toThrow('A batch of 5,000 examples');
      // Rows that cannot be brought here all at once are brought batch by batch.
      const rows = Uint32Array.of(3000, 1, 2);
      const some = executor.predict({ ...larger, rows });
      grow.mockRestore();
      const all = executor.predict(larger);
      expect(some).toEqual(
        Float32Array.from(
          [3000, 1, 2].flatMap((row) => [...all.slice(3 * larger.rows.indexOf(row)).slice(0, 3)]),
        ),
      );
    });
    expect(actual).toEqual(expected);
  });

  it('is asked for once more, without anything to spare', async () => {
    const expected = await run((executor) => executor.train(larger));
    const actual = await run((executor) => {
      const { grow } = WebAssembly.Memory.prototype;
      const asked: number[] = [];
      const narrow = jest.spyOn(WebAssembly.Memory.prototype, 'grow');
      narrow.mockImplementation(function (this: WebAssembly.Memory, pages) {
        asked.push(pages);
        return asked.length === 1 ? outOfMemory() : grow.call(this, pages);
      });
      const middle = batchOf(40, numbers(40, 3));
      executor.predict(middle);
      executor.train(larger);
      narrow.mockRestore();
      expect(asked.length).toBeGreaterThan(1);
    });
    expect(actual).toEqual(expected);
  });

  it('keeps a model from the compiled engine, which says how much it would take', () => {
    const model = new Sequential([layers.Input({ shape: [4] }), layers.Dense({ units: 4 })]);
    const wide = layers.Dense({ units: 16_000 });
    const place = {
      layer: wide,
      name: 'wide',
      input: [16_000],
      ...wide.plan([16_000], 'wide'),
    };
    const optimizer = optimizers.Adam();
    const loss = losses.MeanSquaredError();
    const plan = { layers: [place], input: [16_000], output: [16_000], threads: 1 };
    expect(wasmEngine.unsupported(plan)).toEqual([]);
    const trained = { ...plan, training: { optimizer, loss, metrics: [] } };
    const reason =
      "its weights, their derivatives and the optimizer's accumulators take 4.77 GiB, and a WebAssembly memory holds 4 GiB";
    expect(wasmEngine.unsupported(trained)).toEqual([reason]);
    expect(() => wasmEngine.prepare(trained, [], rng())).toThrow(reason);
    expect(model.countParams()).toBe(20);
  });

  it('is an error of ours when it is the first, and the next try succeeds', async () => {
    const model = new Sequential([layers.Input({ shape: [2] }), layers.Dense({ units: 1 })]);
    model.compile({ optimizer: 'adam', loss: 'mse' });
    const before = model.getWeights().map((tensor) => tensor.arraySync());
    const { Memory } = WebAssembly;
    WebAssembly.Memory = outOfMemory as unknown as typeof Memory;
    const failed = model.fit([[1, 2]], [[3]], { verbose: 0 });
    await expect(failed).rejects.toThrow(
      /^The compiled engine needs [\d.]+ KiB of memory for this model, and the machine does not give it\./,
    );
    WebAssembly.Memory = Memory;
    expect(model.getWeights().map((tensor) => tensor.arraySync())).toEqual(before);
    const { epoch } = await model.fit([[1, 2]], [[3]], { verbose: 0, epochs: 2 });
    expect(epoch).toEqual([0, 1]);
  });
});

import { expectClose } from '../../testing/src/index.ts';
import {
  type Callback,
  defineLayer,
  layers,
  losses,
  optimizers,
  Sequential,
  tf,
} from '../../tsuno/src/index.ts';
import { tinyData, tinyModel, weightsOf } from './tiny.ts';

const quiet = { verbose: 0 } as const;

/** Runs fit and notes which rows each batch of each epoch brought, by the first feature. */
async function rowsSeen(
  rows: number,
  options: object,
  model = new Sequential([spy()], { seed: 5 }),
): Promise<number[][]> {
  seen.length = 0;
  model.compile({ optimizer: 'sgd', loss: 'mse', jitCompile: false });
  const x = Array.from({ length: rows }, (_, i) => [i]);
  await model.fit(x, x, { ...quiet, ...options });
  return seen.map((batch) => [...batch]);
}

const seen: number[][] = [];
const spy = () =>
  defineLayer({
    kind: 'Spy',
    config: {},
    plan: (input) => ({ output: input, weights: [] }),
    call(x, _weights, { training }) {
      if (training) seen.push(Array.from(x.dataSync()));
      return x;
    },
  });

describe('fit', () => {
  it('shows every example once in an epoch, in batches of 32 with a partial last one', async () => {
    const batches = await rowsSeen(70, {});
    expect(batches.map((batch) => batch.length)).toEqual([32, 32, 6]);
    expect(batches.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 70 }, (_, i) => i));
    expect(batches.flat()).not.toEqual(Array.from({ length: 70 }, (_, i) => i));
  });

  it('draws a new order for each epoch, and the same ones for the same seed', async () => {
    const [first, second] = await rowsSeen(20, { epochs: 2 });
    expect(second).not.toEqual(first);
    expect(await rowsSeen(20, { epochs: 2 })).toEqual([first, second]);
    expect(await rowsSeen(20, { epochs: 1, seed: 6 })).not.toEqual([first]);
  });

  it('keeps the order with shuffle: false, and the batches with shuffle: "batch"', async () => {
    expect(await rowsSeen(5, { shuffle: false, batchSize: 2 })).toEqual([[0, 1], [2, 3], [4]]);
    const mixed = await rowsSeen(40, { shuffle: 'batch', batchSize: 10 });
    expect(mixed.map((batch) => Math.floor(Math.min(...batch) / 10))).toEqual([0, 1, 2, 3]);
    expect(mixed.map((batch) => Math.floor(Math.max(...batch) / 10))).toEqual([0, 1, 2, 3]);
    expect(mixed[0]).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('sees in epochs 2 and 3 what an unbroken run would have shown', async () => {
    const whole = await rowsSeen(12, { epochs: 4 });
    expect(await rowsSeen(12, { epochs: 4, initialEpoch: 2 })).toEqual(whole.slice(2));
    const model = new Sequential([spy()], { seed: 5 });
    const start = await rowsSeen(12, { epochs: 2 }, model);
    const rest = await rowsSeen(12, { epochs: 2 }, model);
    expect([...start, ...rest]).toEqual(whole);
  });

  it('goes on across epochs with stepsPerEpoch, and begins anew when the data end with an epoch', async () => {
    const steps = await rowsSeen(6, { shuffle: false, batchSize: 2, stepsPerEpoch: 1, epochs: 4 });
    expect(steps).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
      [0, 1],
    ]);
    expect((await rowsSeen(10, { stepsPerEpoch: 3 })).map((batch) => batch.length)).toEqual([
      4, 4, 2,
    ]);
  });

  it('cuts an epoch short, with a warning, when stepsPerEpoch asks for more than there is', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const batches = await rowsSeen(6, {
      shuffle: false,
      batchSize: 4,
      stepsPerEpoch: 3,
      epochs: 2,
    });
    expect(batches).toEqual([
      [0, 1, 2, 3],
      [4, 5],
      [0, 1, 2, 3],
      [4, 5],
    ]);
    expect(warn.mock.calls[0][0]).toMatch(/ran out in epoch 1 after 2 of stepsPerEpoch 3/);
    warn.mockRestore();
  });

  it('holds back the last examples for validation, before shuffling', async () => {
    const batches = await rowsSeen(10, { validationSplit: 0.3 });
    expect(batches.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('reports the loss of an epoch as the mean over its examples', async () => {
    const { x, y } = tinyData(10);
    const model = tinyModel();
    model.compile({
      optimizer: optimizers.SGD({ learningRate: 0 }),
      loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    });
    const { history } = await model.fit(x, y, { ...quiet, batchSize: 4 });
    const whole = await model.evaluate(x, y, quiet);
    expect(history.loss[0]).toBeCloseTo(whole as number, 6);
  });

  it('trains epochs initialEpoch to epochs − 1', async () => {
    const { x, y } = tinyData(8);
    const model = tinyModel();
    const history = await model.fit(x, y, { ...quiet, epochs: 4, initialEpoch: 2 });
    expect(history.epoch).toEqual([2, 3]);
    expect(history.history.loss).toHaveLength(2);
    expect(model.history).toBe(history);
    expect((await model.fit(x, y, { ...quiet, epochs: 2, initialEpoch: 2 })).epoch).toEqual([]);
  });

  it('names logs in alphabetical order, validation with val_', async () => {
    const { x, y } = tinyData(8);
    const { history } = await tinyModel().fit(x, y, { ...quiet, validationData: [x, y] });
    expect(Object.keys(history)).toEqual(['accuracy', 'loss', 'val_accuracy', 'val_loss']);
  });

  it('validates every validationFreq epochs, or after the epochs named', async () => {
    const { x, y } = tinyData(8);
    const options = { ...quiet, epochs: 5, validationData: [x, y] as const };
    const every = await tinyModel().fit(x, y, { ...options, validationFreq: 2 });
    expect(every.history.val_loss).toHaveLength(2);
    const named = await tinyModel().fit(x, y, { ...options, validationFreq: [1, 4, 5] });
    expect(named.history.val_loss).toHaveLength(3);
  });

  it('takes tensors, lists of typed arrays and iterables of batches for the same data', async () => {
    const { x, y } = tinyData(12);
    const fit = async (...args: readonly unknown[]) => {
      const model = tinyModel();
      const { history } = await model.fit(...(args as [never, never]));
      return { loss: history.loss, weights: weightsOf(model) };
    };
    const options = { ...quiet, shuffle: false, epochs: 2 } as const;
    const lists = await fit(x, y, { ...options, batchSize: 5 });
    const [tx, ty] = [tf.tensor2d(x), tf.tensor1d(y, 'int32')];
    expect(await fit(tx, ty, { ...options, batchSize: 5 })).toEqual(lists);
    tf.dispose([tx, ty]);
    const typed = x.map((row) => Float32Array.from(row));
    expect(await fit(typed, Uint8Array.from(y), { ...options, batchSize: 5 })).toEqual(lists);
    const batches = [0, 5, 10].map((at) => [x.slice(at, at + 5), y.slice(at, at + 5)] as const);
    expect(await fit(new Set(batches), options)).toEqual(lists);
    const slowly = {
      async *[Symbol.asyncIterator]() {
        for (const batch of batches) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          yield batch;
        }
      },
    };
    expect(await fit(slowly, options)).toEqual(lists);
  });

  it('reads a generator once, and says so when more epochs are asked for', async () => {
    const { x, y } = tinyData(6);
    function* once() {
      yield [x.slice(0, 3), y.slice(0, 3)] as const;
      yield [x.slice(3), y.slice(3)] as const;
    }
    expect((await tinyModel().fit(once(), quiet)).history.loss).toHaveLength(1);
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const { epoch } = await tinyModel().fit(once(), { ...quiet, epochs: 3 });
    expect(epoch).toEqual([0]);
    expect(warn.mock.calls[0][0]).toMatch(/ran out of data before epoch 2/);
    warn.mockRestore();
    const steps = await tinyModel().fit(once(), { ...quiet, epochs: 2, stepsPerEpoch: 1 });
    expect(steps.history.loss).toHaveLength(2);
  });

  it('takes a list of single numbers as a column', async () => {
    const model = new Sequential([layers.Dense({ units: 1 })]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    await model.fit(Float32Array.of(1, 2, 3), [1, 2, 3], quiet);
    expect(model.inputShape).toEqual([null, 1]);
  });

  it('weighs examples: a weight of 2 counts like the example twice in a sum', async () => {
    const { x, y } = tinyData(6);
    const train = async (xs: number[][], ys: number[], options: object) => {
      const model = tinyModel();
      model.compile({
        optimizer: optimizers.SGD({ learningRate: 0.1 }),
        loss: losses.SparseCategoricalCrossentropy({ fromLogits: true, reduction: 'sum' }),
      });
      await model.fit(xs, ys, { ...quiet, ...options, shuffle: false });
      return weightsOf(model).flat();
    };
    const twice = await train([...x, x[2]], [...y, y[2]], {});
    const weighed = await train(x, y, { sampleWeight: x.map((_, i) => (i === 2 ? 2 : 1)) });
    expectClose(weighed, twice, { absolute: 1e-6 });
  });

  it('weighs classes in training alone, not in validation', async () => {
    const x = [[1], [2], [3], [4]];
    const y = [0, 1, 0, 1];
    const fit = async (xs: number[][], ys: number[], options: object) => {
      const model = new Sequential([layers.Dense({ units: 1 })]).build([null, 1]);
      model.setWeights([[[0]], [0]]);
      model.compile({
        optimizer: optimizers.SGD({ learningRate: 0 }),
        loss: losses.BinaryCrossentropy({ fromLogits: true }),
      });
      return (await model.fit(xs, ys, { ...quiet, ...options, classWeight: { 1: 100 } })).history;
    };
    const history = await fit(x, y, { validationSplit: 0.5 });
    expect(history.val_loss[0]).toBeCloseTo(Math.LN2, 6);
    expect(history.loss[0]).toBeCloseTo((101 / 2) * Math.LN2, 4);
  });

  it('goes on without validation when validationData can be read once only', async () => {
    const { x, y } = tinyData(6);
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const once = (function* () {
      yield [x, y] as const;
    })();
    const { history } = await tinyModel().fit(x, y, { ...quiet, epochs: 3, validationData: once });
    expect([history.loss.length, history.val_loss.length]).toEqual([3, 1]);
    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      expect.stringMatching(/validationData is a generator/),
    ]);
    warn.mockRestore();
  });

  it('closes a generator that it does not read to the end', async () => {
    const { x, y } = tinyData(6);
    let isClosed = false;
    function* forever() {
      try {
        for (;;) yield [x, y] as const;
      } finally {
        isClosed = true;
      }
    }
    await tinyModel().fit(forever(), { ...quiet, stepsPerEpoch: 2 });
    expect(isClosed).toBe(true);
  });

  it('lets timers fire while it trains', async () => {
    const { x, y } = tinyData(160);
    let ticks = 0;
    const controller = new AbortController();
    // Only the fourth tick ends this run, however slow the machine is.
    const timer = setInterval(() => {
      ticks += 1;
      if (ticks >= 4) controller.abort();
    }, 5);
    const { signal } = controller;
    await tinyModel().fit(x, y, { ...quiet, epochs: 1e9, batchSize: 16, signal });
    clearInterval(timer);
    expect(ticks).toBe(4);
  });

  it('stops after the batch under way when its signal aborts, and keeps what it learned', async () => {
    const { x, y } = tinyData(40);
    const model = tinyModel();
    model.build([null, 2]);
    const before = weightsOf(model);
    const controller = new AbortController();
    let batches = 0;
    const abort: Callback = {
      onTrainBatchEnd() {
        batches += 1;
        if (batches === 7) controller.abort();
      },
    };
    const options = {
      ...quiet,
      epochs: 50,
      batchSize: 10,
      callbacks: [abort],
      signal: controller.signal,
    };
    const history = await model.fit(x, y, options);
    expect(batches).toBe(7);
    expect(history.epoch).toEqual([0]);
    expect(weightsOf(model)).not.toEqual(before);
    expect((await model.fit(x, y, { ...quiet, signal: AbortSignal.abort() })).epoch).toEqual([]);
  });

  it('trains a model that is partly frozen, and leaves the frozen weights', async () => {
    const { x, y } = tinyData(8);
    const model = new Sequential(
      [layers.Dense({ units: 3, trainable: false }), layers.Dense({ units: 2 })],
      { seed: 2 },
    );
    model.compile({
      optimizer: 'adam',
      loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    });
    model.build([null, 2]);
    const before = weightsOf(model);
    await model.fit(x, y, quiet);
    const after = weightsOf(model);
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after[2]).not.toEqual(before[2]);
  });
});

describe('Randomness', () => {
  it('is the seed’s: the same seed gives the same numbers, another one others', async () => {
    const { x, y } = tinyData(50);
    const train = async (seed: number, fitSeed?: number) => {
      const model = tinyModel({ seed });
      const { history } = await model.fit(x, y, {
        ...quiet,
        epochs: 3,
        batchSize: 8,
        seed: fitSeed,
      });
      return { history, weights: weightsOf(model) };
    };
    expect(await train(3)).toEqual(await train(3));
    expect(await train(3)).not.toEqual(await train(4));
    expect(await train(3, 9)).not.toEqual(await train(3));
  });

  it('of a model without a seed is fixed by the seed of fit, start weights included', async () => {
    const { x, y } = tinyData(20);
    const train = async () => {
      const model = tinyModel({});
      await model.fit(x, y, { ...quiet, seed: 11 });
      return weightsOf(model);
    };
    expect(await train()).toEqual(await train());
  });

  it('starts a layer the same whatever other layers there are', () => {
    const start = (more: number) => {
      const model = new Sequential(
        [
          layers.Dense({ units: 3, name: 'first' }),
          ...Array.from({ length: more }, (_, i) => layers.Dense({ units: 2, name: `more_${i}` })),
        ],
        { seed: 8 },
      );
      return weightsOf(model.build([null, 2]))[0];
    };
    expect(start(3)).toEqual(start(0));
  });

  it('differs between models without a seed', () => {
    const start = () => weightsOf(new Sequential([layers.Dense({ units: 3 })]).build([null, 2]));
    expect(start()).not.toEqual(start());
  });
});

describe('Memory', () => {
  it('holds as many tensors after a thousand batches, an evaluation and a prediction as before', async () => {
    const { x, y } = tinyData(500);
    const before = tf.memory().numTensors;
    const model = tinyModel();
    await model.fit(x, y, { ...quiet, epochs: 4, batchSize: 2, validationSplit: 0.2 });
    await model.evaluate(x, y, quiet);
    await model.trainOnBatch(x, y);
    model.predict(x).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('holds no more after a fit that failed in a callback or in a layer', async () => {
    const { x, y } = tinyData(20);
    const failing: Callback = {
      onTrainBatchEnd(batch) {
        if (batch === 2) throw new Error('enough');
      },
    };
    const before = tf.memory().numTensors;
    const model = tinyModel();
    const options = { ...quiet, batchSize: 4, callbacks: [failing] };
    await expect(model.fit(x, y, options)).rejects.toThrow('enough');
    expect(tf.memory().numTensors).toBe(before);
    expect((await model.fit(x, y, quiet)).epoch).toEqual([0]);

    let calls = 0;
    const Broken = () =>
      defineLayer({
        kind: 'Broken',
        config: {},
        plan: (input) => ({ output: input, weights: [] }),
        call(input) {
          calls += 1;
          if (calls === 3) throw new Error('broken layer');
          return tf.mul(input, 2);
        },
      });
    const broken = new Sequential([layers.Dense({ units: 2 }), Broken()]);
    broken.compile({ optimizer: 'adam', loss: 'mse', jitCompile: false });
    const pairs = y.map((label) => [label, 1]);
    await expect(broken.fit(x, pairs, { ...quiet, batchSize: 4 })).rejects.toThrow('broken layer');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('A first fit that is refused', () => {
  it('leaves the model unbuilt, so that the next may bring another shape', async () => {
    const { x, y } = tinyData(6);
    const model = tinyModel();
    const wide = x.map((row) => [...row, 1]);
    await expect(
      model.fit(
        wide,
        y.map(() => 7),
        quiet,
      ),
    ).rejects.toThrow('labels run from 0 to 1');
    expect(model.built).toBe(false);
    await model.fit(x, y, quiet);
    expect(model.inputShape).toEqual([null, 2]);
  });
});

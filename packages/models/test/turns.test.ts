import {
  type Callback,
  defineLoss,
  defineMetric,
  layers,
  losses,
  optimizers,
  Sequential,
  tf,
} from '../../tsuno/src/index.ts';
import { tinyData, tinyModel, weightsOf } from './tiny.ts';

const quiet = { verbose: 0 } as const;
const { x, y } = tinyData(12);
const batches = [0, 4, 8].map((at) => [x.slice(at, at + 4), y.slice(at, at + 4)] as const);
const pause = (milliseconds = 1) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** The batches, with time for others between them. */
async function* slowly() {
  for (const batch of batches) {
    await pause();
    yield batch;
    await pause();
  }
}

function noisyModel(): Sequential {
  const model = new Sequential(
    [layers.Dense({ units: 6 }), layers.Dropout({ rate: 0.5 }), layers.Dense({ units: 2 })],
    { seed: 3 },
  ).build([null, 2]);
  model.compile({
    optimizer: 'sgd',
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
  });
  return model;
}

describe('Calls on a model that is busy', () => {
  it('do not change it under an evaluation, with threads neither', async () => {
    const many = tinyData(4000);
    const model = tinyModel();
    model.compile({
      optimizer: 'sgd',
      loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
      threads: 2,
    });
    const alone = await model.evaluate(many.x, many.y, quiet);
    const callbacks = [{ onTestBatchEnd: () => pause(0) }];
    const options = { ...quiet, batchSize: 400, callbacks };
    const evaluation = model.evaluate(many.x, many.y, options);
    const refused: string[] = [];
    const change = async (call: () => unknown) => {
      await pause(2);
      await (async () => call())().catch((error) => refused.push(error.message));
    };
    await change(() => model.compile({ optimizer: 'sgd', loss: 'mse' }));
    await change(() => model.add(layers.Dense({ units: 2 })));
    await change(() => model.fit(x, y, { ...quiet, seed: 8 }));
    expect(refused).toEqual([
      'compile: the model is busy with evaluate. Await that first.',
      'add: the model is busy with evaluate. Await that first.',
      'fit: the model is busy with evaluate. Await that first.',
    ]);
    expect(await evaluation).toBeCloseTo(alone as number, 5);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
  });

  it('are named by what they are: a second trainOnBatch is no evaluation', async () => {
    const model = tinyModel();
    const first = model.trainOnBatch(x, y);
    await expect(model.trainOnBatch(x, y)).rejects.toThrow(
      'trainOnBatch: the model is busy with another trainOnBatch. Await that first.',
    );
    await first;
  });

  it('let an evaluation see one set of weights while a fit goes on, which trains as ever', async () => {
    const alone = tinyModel();
    await alone.fit(x, y, { ...quiet, batchSize: 2, epochs: 3 });
    const model = tinyModel();
    let before: number[][] = [];
    let evaluation: Promise<unknown> = Promise.resolve();
    const begin: Callback = {
      onTrainBatchBegin(batch, _logs, run) {
        if (batch !== 3 || run.model.optimizerState?.iterations !== 3) return;
        before = weightsOf(model);
        evaluation = model.evaluate(slowly(), quiet);
      },
    };
    await model.fit(x, y, { ...quiet, batchSize: 2, epochs: 3, callbacks: [begin] });
    const twin = tinyModel().build([null, 2]);
    twin.setWeights(before.map((values) => Float32Array.from(values)));
    expect(await evaluation).toEqual(await twin.evaluate(slowly(), quiet));
    expect(weightsOf(model)).toEqual(weightsOf(alone));
  });

  it('let weights come to rest before their average is taken at the end of a fit', async () => {
    const averaging = () => {
      const model = tinyModel();
      model.compile({
        optimizer: optimizers.Adam({ learningRate: 0.1, useEma: true, emaMomentum: 0.9 }),
        loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
      });
      return model;
    };
    const model = averaging();
    let evaluation: Promise<unknown> = Promise.resolve();
    let before: number[][] = [];
    const begin: Callback = {
      onEpochEnd(epoch) {
        if (epoch === 0) return;
        before = weightsOf(model);
        evaluation = model.evaluate(slowly(), quiet);
      },
    };
    await model.fit(x, y, { ...quiet, epochs: 2, callbacks: [begin] });
    const twin = averaging().build([null, 2]);
    twin.setWeights(before.map((values) => Float32Array.from(values)));
    expect(await evaluation).toEqual(await twin.evaluate(slowly(), quiet));
    expect(weightsOf(model)).not.toEqual(before);
  });

  it('let the validation of a fit wait for an evaluation', async () => {
    const model = tinyModel();
    let evaluation: Promise<unknown> = Promise.resolve();
    const begin: Callback = {
      onTestBegin: () => {},
      onTrainBatchEnd() {
        evaluation = model.evaluate(slowly(), quiet);
      },
    };
    const options = { ...quiet, callbacks: [begin], validationData: [x, y] as const };
    const { history } = await model.fit(x, y, options);
    const after = (await model.evaluate(x, y, quiet)) as number[];
    expect(history.val_loss[0]).toBeCloseTo(after[0], 6);
    expect(((await evaluation) as number[])[0]).toBeCloseTo(after[0], 5);
  });

  it('refuse targets of another shape beside a fit, for which accuracy means something else', async () => {
    const anyTargets = defineLoss({
      kind: 'AnyTargets',
      config: { reduction: 'sum_over_batch_size', name: 'any_targets' },
      checkTargets: () => {},
      call: (_yTrue, yPred) => tf.mean(yPred, -1),
    });
    const model = new Sequential([layers.Dense({ units: 2 })], { seed: 1 });
    model.compile({ optimizer: 'sgd', loss: anyTargets, metrics: ['accuracy'] });
    const oneHot = y.map((label) => [1 - label, label]);
    const outcomes: unknown[] = [];
    const callback: Callback = {
      async onTrainBatchEnd() {
        outcomes.push(await model.testOnBatch(x, oneHot).catch((error) => error.message));
      },
    };
    await model.fit(x, y, { ...quiet, callbacks: [callback] });
    expect(outcomes).toEqual([
      'testOnBatch: the model is busy with fit, which runs with other targets, metrics or another seed. Await that first.',
    ]);
    // Afterwards it is measured by the other accuracy, and then by the first again.
    const labels = tf.argMax(model.predict(x), 1).dataSync();
    const right = y.filter((label, row) => label === labels[row]).length / y.length;
    expect(((await model.testOnBatch(x, oneHot)) as number[])[1]).toBeCloseTo(right, 6);
    expect(((await model.testOnBatch(x, y)) as number[])[1]).toBeCloseTo(right, 6);
  });
});

describe('A seed that is given to fit', () => {
  it('is used though an evaluation began first', async () => {
    const alone = noisyModel();
    await alone.fit(slowly(), { ...quiet, seed: 21 });
    const model = noisyModel();
    const fit = model.fit(slowly(), { ...quiet, seed: 21 });
    const callbacks = [{ onTestBatchEnd: () => pause(5) }];
    const evaluation = model.evaluate(x, y, { ...quiet, batchSize: 4, callbacks });
    await Promise.all([fit, evaluation]);
    expect(weightsOf(model)).toEqual(weightsOf(alone));
  });

  it('is that of its run alone: the next goes by the model’s', async () => {
    const model = noisyModel();
    const start = model.getWeights();
    await model.fit(x, y, { ...quiet, seed: 21, shuffle: false });
    model.setWeights(start);
    await model.fit(x, y, { ...quiet, shuffle: false });
    const twin = noisyModel();
    await twin.fit(x, y, { ...quiet, shuffle: false, seed: 5 });
    twin.setWeights(start);
    await twin.fit(x, y, { ...quiet, shuffle: false, seed: 3 });
    expect(weightsOf(model)).toEqual(weightsOf(twin));
    tf.dispose(start);
  });
});

describe('A model that was built beside a fit which is then refused', () => {
  it('stays built, with the weights that were used', async () => {
    const model = tinyModel();
    const bad = (async function* () {
      await pause(3);
      yield [x, y.map(() => 9)] as const;
    })();
    const fit = model.fit(bad, quiet);
    await pause(0);
    const outputs = Array.from(model.predict(x).dataSync());
    await expect(fit).rejects.toThrow('labels run from 0 to 1');
    expect(Array.from(model.predict(x).dataSync())).toEqual(outputs);
    await model.fit(x, y, quiet);
  });
});

describe('A hook of predict that is async', () => {
  it('is refused, and what it rejects with ends no process', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const hooks = ['onPredictBegin', 'onPredictBatchBegin', 'onPredictBatchEnd', 'onPredictEnd'];
    const model = tinyModel();
    for (const hook of hooks) {
      const callback = { [hook]: () => Promise.reject(new Error('nobody sees me')) };
      expect(() => model.predict(x, { callbacks: [callback] })).toThrow(
        `predict: the hook ${hook} of a callback is async`,
      );
    }
    await pause(5);
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    model.predict(x).dispose();
  });
});

describe('A learning rate that was set', () => {
  it('is that of the optimizer which begins anew when layers change', async () => {
    const model = tinyModel();
    model.learningRate = 0.5;
    await model.fit(x, y, quiet);
    model.learningRate = 0.25;
    model.add(layers.Dense({ units: 2 }));
    expect(model.learningRate).toBe(0.25);
    await model.fit(x, y, quiet);
    expect(model.learningRate).toBe(0.25);
  });
});

describe('Metrics with odd names', () => {
  const own = (name: string, value: number) =>
    defineMetric({
      kind: 'Own',
      config: { name },
      measure: () => tf.tensor1d([value]),
      measureRows: () => [value],
      combine: (total) => total,
      result: ([first]) => first,
    });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
    '%s is in the history, as what a callback logs is',
    async (name) => {
      const model = new Sequential([layers.Dense({ units: 1 })]);
      model.compile({ optimizer: 'sgd', loss: 'mse', metrics: [own(name, 7)] });
      const seen: unknown[] = [];
      const callback: Callback = {
        onEpochEnd(epoch, logs, run) {
          run.log(`${name}_`, epoch);
          run.log(name === '__proto__' ? 'constructor' : '__proto__', 40 + epoch);
          seen.push(Object.getOwnPropertyDescriptor(logs, name)?.value);
        },
      };
      const { history } = await model.fit(x, y, {
        ...quiet,
        epochs: 2,
        callbacks: [callback],
        validationSplit: 0.5,
      });
      const entries = new Map(Object.entries(history));
      expect(entries.get(name)).toEqual([7, 7]);
      expect(entries.get(`val_${name}`)).toEqual([7, 7]);
      expect(entries.get(`${name}_`)).toEqual([0, 1]);
      expect(entries.get(name === '__proto__' ? 'constructor' : '__proto__')).toEqual([40, 41]);
      expect(seen).toEqual([7, 7]);
      const logs = await model.evaluate(x, y, { ...quiet, returnDict: true });
      expect(new Map(Object.entries(logs)).get(name)).toBe(7);
    },
  );

  it('that are numbers stand where compile has them', async () => {
    const model = new Sequential([layers.Dense({ units: 1 })]);
    model.compile({ optimizer: 'sgd', loss: 'mse', metrics: [own('b', 5), own('1', 7)] });
    const [, b, one] = (await model.evaluate(x, y, quiet)) as number[];
    expect([b, one]).toEqual([5, 7]);
    expect(((await model.trainOnBatch(x, y)) as number[]).slice(1)).toEqual([5, 7]);
  });
});

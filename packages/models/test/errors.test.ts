import { layers, losses, metrics, optimizers, Sequential, tf } from '../../tsuno/src/index.ts';
import { tinyData, tinyModel, weightsOf } from './tiny.ts';

const { x, y } = tinyData(8);
const quiet = { verbose: 0 } as const;
const logits = () => losses.SparseCategoricalCrossentropy({ fromLogits: true });

/** Who is refused, with which error, and a part of what it says. */
async function refuses(run: () => unknown, kind: string, ...parts: string[]): Promise<void> {
  let error: Error | null = null;
  try {
    await run();
  } catch (caught) {
    error = caught as Error;
  }
  expect(error).not.toBeNull();
  expect(error?.name).toBe(kind);
  for (const part of parts) expect(error?.message).toContain(part);
}

describe('Sequential refuses at the door', () => {
  it('fit, evaluate and trainOnBatch before compile', async () => {
    const model = new Sequential([layers.Dense({ units: 1 })]);
    await refuses(
      () => model.fit(x, y),
      'StateError',
      'fit: the model is not compiled',
      'compile(',
    );
    await refuses(() => model.evaluate(x, y), 'StateError', 'evaluate: the model is not compiled');
    await refuses(
      () => model.trainOnBatch(x, y),
      'StateError',
      'trainOnBatch: the model is not compiled',
    );
  });

  it('an empty model and empty data', async () => {
    const empty = new Sequential();
    empty.compile({ optimizer: 'adam', loss: 'mse' });
    await refuses(() => empty.fit(x, y), 'StateError', 'no layers', 'model.add');
    await refuses(() => empty.build([null, 2]), 'StateError', 'no layers');
    await refuses(() => tinyModel().fit([], []), 'DataError', 'x holds no examples');
    await refuses(() => tinyModel().predict([]), 'DataError', 'x holds no examples');
  });

  it('x and y of different lengths', () =>
    refuses(() => tinyModel().fit(x, y.slice(1)), 'ShapeError', 'x has 8 rows, but y has 7'));

  it('sample weights of another length', () =>
    refuses(
      () => tinyModel().fit(x, y, { sampleWeight: [1, 2] }),
      'ShapeError',
      'x has 8 rows, but sampleWeight has 2',
    ));

  it('sample weights of another shape', () =>
    refuses(
      () => tinyModel().fit(x, y, { sampleWeight: x }),
      'ShapeError',
      'sampleWeight must hold one weight for each example, got [2] for each',
    ));

  it('a learning rate that is none, set by a callback', () =>
    refuses(
      () =>
        tinyModel().fit(x, y, {
          ...quiet,
          callbacks: [
            {
              onEpochBegin(_epoch, _logs, run) {
                run.model.learningRate = Number.NaN;
              },
            },
          ],
        }),
      'OptionError',
      'learningRate must be a number in [0, ∞), got NaN',
    ));

  it('examples of the wrong width', async () => {
    const model = tinyModel();
    model.build([null, 2]);
    const wide = x.map((row) => [...row, 0]);
    await refuses(() => model.fit(wide, y), 'ShapeError', 'shape [2]', 'those of x are [3]');
    await refuses(
      () => model.predict(wide),
      'ShapeError',
      'predict: the model takes examples of shape [2]',
    );
    const flat = new Sequential([layers.Input({ shape: [4] }), layers.Dense({ units: 1 })]);
    await refuses(
      () =>
        flat.predict([
          [
            [1, 2],
            [3, 4],
          ],
        ]),
      'ShapeError',
      'layers.Flatten()',
    );
  });

  it('ragged lists, naming where', () =>
    refuses(
      () => tinyModel().fit([[1, 2], [3]], [0, 1]),
      'DataError',
      'x is ragged: x[1] is a list of 1',
      'a list of 2',
    ));

  it('examples without numbers', () =>
    refuses(() => tinyModel().fit([[], []], [0, 1]), 'DataError', 'hold no numbers'));

  it('words among the numbers', () =>
    refuses(() => tinyModel().fit([[1, 'two']] as never, [0]), 'DataError', 'x[0][1] is "two"'));

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('%s, naming row and column', async (bad) => {
    const spoiled = x.map((row) => [...row]);
    spoiled[5][1] = bad;
    await refuses(
      () => tinyModel().fit(spoiled, y),
      'DataError',
      `x[5][1] is ${bad} (row 5, column 1)`,
    );
    await refuses(() => tinyModel().predict(spoiled), 'DataError', 'row 5, column 1');
    const tensor = tf.tensor2d(spoiled);
    await refuses(() => tinyModel().evaluate(tensor, y, quiet), 'DataError', 'row 5, column 1');
    tensor.dispose();
  });

  it('NaN among the targets of a regression', async () => {
    const model = new Sequential([layers.Dense({ units: 1 })]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    await refuses(
      () => model.fit(x, [0, 1, Number.NaN, 3, 4, 5, 6, 7]),
      'DataError',
      'y[2] is NaN (row 2)',
    );
  });

  it.each([
    [2, 'y[3] is 2, but the model has 2 outputs, so labels run from 0 to 1'],
    [-1, 'y[3] is -1'],
    [0.5, 'y[3] is 0.5, but labels are whole numbers'],
  ])('the label %s', (label, message) =>
    refuses(() => tinyModel().fit(x, Object.assign([...y], { 3: label })), 'LabelError', message),
  );

  it('one-hot targets where class numbers belong, and the other way round', async () => {
    const oneHot = y.map((label) => [1 - label, label]);
    await refuses(() => tinyModel().fit(x, oneHot), 'LabelError', 'CategoricalCrossentropy');
    const model = new Sequential([layers.Dense({ units: 2, activation: 'softmax' })]);
    model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy' });
    await refuses(() => model.fit(x, y), 'LabelError', 'SparseCategoricalCrossentropy');
  });

  it('missing targets', () =>
    refuses(() => tinyModel().fit(x, undefined as never), 'LabelError', 'y is missing'));

  it('a softmax before a from-logits loss', async () => {
    for (const last of [
      [layers.Dense({ units: 2, activation: 'softmax' })],
      [layers.Dense({ units: 2 }), layers.Softmax()],
    ]) {
      const model = new Sequential(last);
      await refuses(
        () => model.compile({ optimizer: 'adam', loss: logits() }),
        'OptionError',
        'fromLogits: true, which expects raw scores',
        'ends in "',
      );
    }
    const binary = new Sequential([layers.Dense({ units: 1, activation: 'sigmoid' })]);
    await refuses(
      () =>
        binary.compile({
          optimizer: 'adam',
          loss: losses.BinaryCrossentropy({ fromLogits: true }),
        }),
      'OptionError',
      'ends in "sigmoid"',
    );
  });

  it('raw scores before a loss that expects probabilities', () =>
    refuses(
      () =>
        new Sequential([layers.Dense({ units: 2 })]).compile({
          optimizer: 'adam',
          loss: 'sparse_categorical_crossentropy',
        }),
      'OptionError',
      'fromLogits: false, which expects probabilities',
      'Use fromLogits: true',
    ));

  it('raw scores before a loss that is of probabilities alone', () =>
    refuses(
      () =>
        new Sequential([layers.Dense({ units: 2 })]).compile({
          optimizer: 'adam',
          loss: 'kl_divergence',
        }),
      'OptionError',
      'KLDivergence expects probabilities, but the model ends in "linear"',
      "Use activation: 'softmax'",
    ));

  it('the same mistakes when layers are added after compile', async () => {
    const model = new Sequential();
    model.compile({ optimizer: 'adam', loss: logits() });
    model.add(layers.Dense({ units: 2, activation: 'softmax' }));
    await refuses(() => model.fit(x, y), 'OptionError', 'expects raw scores');
  });

  it('unknown names, with the nearest known one', async () => {
    const model = new Sequential([layers.Dense({ units: 1 })]);
    const compile = (options: object) => () => model.compile(options as never);
    await refuses(
      compile({ optimizer: 'adm', loss: 'mse' }),
      'OptionError',
      'Did you mean "adam"?',
    );
    await refuses(
      compile({ optimizer: 'adam', loss: 'mean_square_error' }),
      'OptionError',
      '"mean_squared_error"',
    );
    await refuses(
      compile({ optimizer: 'adam', loss: 'mse', metrics: ['acuracy'] }),
      'OptionError',
      'metrics "acuracy" is not known. Did you mean "accuracy"?',
    );
    await refuses(
      compile({ optimizer: 'adam', loss: 'mse', metrics: 'accuracy' }),
      'OptionError',
      "must be a list, such as ['accuracy']",
    );
    await refuses(
      compile({ optimizer: 'adam', los: 'mse' }),
      'OptionError',
      'Did you mean "loss"?',
    );
    await refuses(compile({ optimizer: 'adam' }), 'OptionError', 'loss is missing');
    await refuses(
      compile({ optimizer: losses.MeanSquaredError(), loss: 'mse' }),
      'OptionError',
      'got the loss MeanSquaredError',
    );
    await refuses(
      () => layers.Dense({ units: 1, activation: 'sigmoyd' as never }),
      'OptionError',
      'Did you mean "sigmoid"?',
    );
    await refuses(() => layers.Dense({ unit: 1 } as never), 'OptionError', 'Dense');
    await refuses(
      () => layers.Dense({ units: 3, useBiass: true } as never),
      'OptionError',
      'Did you mean "useBias"?',
    );
    await refuses(
      () => layers.Dense({ units: 3, inputShape: [4] } as never),
      'OptionError',
      'layers.Input',
    );
  });

  it('options of fit that are unknown or out of range', async () => {
    const fit = (options: object) => () => tinyModel().fit(x, y, options);
    await refuses(
      fit({ epoch: 3 }),
      'OptionError',
      'fit: unknown option "epoch". Did you mean "epochs"?',
    );
    await refuses(
      fit({ epochs: 0 }),
      'OptionError',
      'epochs must be a whole number of at least 1, got 0',
    );
    await refuses(fit({ epochs: 1.5 }), 'OptionError', 'epochs', '1.5');
    await refuses(
      fit({ batchSize: 0 }),
      'OptionError',
      'batchSize must be a whole number of at least 1, got 0',
    );
    await refuses(fit({ batchSize: 2.5 }), 'OptionError', 'batchSize', '2.5');
    await refuses(
      fit({ validationSplit: 1 }),
      'OptionError',
      'validationSplit must be a number in [0, 1), got 1',
    );
    await refuses(fit({ validationSplit: -0.1 }), 'OptionError', 'validationSplit');
    await refuses(
      fit({ validationSplit: 0.95 }),
      'OptionError',
      'leaves 0 for training and 8 for validation',
    );
    await refuses(fit({ shuffle: 'yes' }), 'OptionError', 'shuffle must be one of');
    await refuses(fit({ verbose: 3 }), 'OptionError', 'verbose must be one of');
    await refuses(fit({ initialEpoch: -1 }), 'OptionError', 'initialEpoch');
    await refuses(fit({ stepsPerEpoch: 0 }), 'OptionError', 'stepsPerEpoch');
    await refuses(fit({ validationFreq: 0 }), 'OptionError', 'validationFreq');
    await refuses(fit({ seed: 0.5 }), 'OptionError', 'seed must be a whole number');
    await refuses(fit({ signal: true }), 'OptionError', 'signal must be an AbortSignal');
    await refuses(
      fit({ callbacks: { onEpochEnd() {} } }),
      'OptionError',
      'callbacks must be a list',
    );
    await refuses(
      fit({ callbacks: [{ onEpochsEnd() {} }] }),
      'OptionError',
      'Did you mean "onEpochEnd"?',
    );
    await refuses(
      fit({ callbacks: [{ onEpochEnd() {}, onEpochEnds() {} }] }),
      'OptionError',
      '"onEpochEnds"',
    );
    await refuses(fit({ callbacks: [{}] }), 'OptionError', 'is no callback');
    await refuses(fit({ classWeight: { a: 1 } }), 'OptionError', 'classWeight maps class numbers');
    await refuses(
      () => tinyModel().fit(x, y, 32 as never),
      'OptionError',
      'options go into an object',
    );
  });

  it('class weights together with sample weights', () =>
    refuses(
      () => tinyModel().fit(x, y, { classWeight: { 0: 2 }, sampleWeight: x.map(() => 1) }),
      'OptionError',
      'classWeight or sampleWeight, not both',
    ));

  it('a second Input, and one that is not in front', async () => {
    const input = () => layers.Input({ shape: [2] });
    await refuses(() => new Sequential([input(), input()]), 'OptionError', 'a second Input');
    await refuses(
      () => new Sequential([layers.Dense({ units: 1 }), input()]),
      'OptionError',
      'must come first',
    );
    const model = new Sequential([input(), layers.Dense({ units: 1 })]);
    await refuses(() => model.add(input()), 'OptionError', 'a second Input');
    expect(model.layers).toHaveLength(1);
  });

  it('a duplicate layer name', () =>
    refuses(
      () =>
        new Sequential([
          layers.Dense({ units: 1, name: 'a' }),
          layers.Dense({ units: 1, name: 'a' }),
        ]),
      'OptionError',
      'two layers are named "a"',
    ));

  it('things that are no layers', async () => {
    await refuses(
      () => new Sequential([layers.Dense as never]),
      'OptionError',
      'Call it: Dense({ … })',
    );
    await refuses(
      () => new Sequential(layers.Dense({ units: 1 }) as never),
      'OptionError',
      'a list of layers',
    );
    await refuses(
      () => new Sequential().add(losses.MeanSquaredError() as never),
      'OptionError',
      'MeanSquaredError',
    );
  });

  it('weights of the wrong shape or count, setting none', async () => {
    const model = tinyModel();
    await refuses(() => model.getWeights(), 'StateError', 'not built');
    model.build([null, 2]);
    const before = weightsOf(model);
    await refuses(
      () => model.setWeights([]),
      'ShapeError',
      'expected a list of 4 weights',
      'dense/kernel [2, 4]',
      'got 0',
    );
    const wrong = [new Float32Array(8), [0, 0, 0], new Float32Array(8), [0, 0]];
    await refuses(
      () => model.setWeights(wrong),
      'ShapeError',
      'dense/bias has the shape [4], got [3]',
    );
    await refuses(
      () => model.getLayer('dense_1').setWeights([[1, 2]]),
      'ShapeError',
      'expected a list of 2 weights',
    );
    await refuses(
      () => model.getLayer('dens'),
      'OptionError',
      'there is no layer "dens"',
      '"dense"',
    );
    await refuses(() => model.getLayer(7), 'OptionError', 'there is no layer 7');
    expect(weightsOf(model)).toEqual(before);
  });

  it('a loss without reduction, a metric that does not fit, and jitCompile without a compiled engine', async () => {
    const model = new Sequential([layers.Dense({ units: 2 })]);
    await refuses(
      () =>
        model.compile({ optimizer: 'sgd', loss: losses.MeanSquaredError({ reduction: 'none' }) }),
      'OptionError',
      "reduction 'none'",
    );
    const sparse = tinyModel();
    sparse.compile({ optimizer: 'sgd', loss: logits(), metrics: [metrics.CategoricalAccuracy()] });
    await refuses(() => sparse.fit(x, y), 'LabelError', "The string 'accuracy'");
    await refuses(
      () => metrics.MeanSquaredError({ reduction: 'sum' } as never),
      'OptionError',
      'reduction',
    );
  });

  it('a second fit during the first, and changes to a model that is being fitted', async () => {
    const model = tinyModel();
    const first = model.fit(x, y, { ...quiet, epochs: 2 });
    await refuses(
      () => model.fit(x, y, quiet),
      'StateError',
      'fit: the model is busy with another fit',
    );
    await refuses(
      () => model.add(layers.Dense({ units: 2 })),
      'StateError',
      'add: the model is busy with fit. Await that first.',
    );
    await refuses(() => model.compile({ optimizer: 'sgd', loss: 'mse' }), 'StateError', 'compile');
    expect((await first).history.loss).toHaveLength(2);
    await expect(model.fit(x, y, quiet)).resolves.toBeDefined();
  });

  it('a disposed tensor and a scalar', async () => {
    const gone = tf.tensor2d(x);
    gone.dispose();
    await refuses(() => tinyModel().fit(gone, y), 'OptionError', 'disposed');
    await refuses(() => tinyModel().predict(3 as never), 'OptionError', 'got 3');
  });

  it('a layer whose input does not fit', () =>
    refuses(
      () => new Sequential([layers.Input({ shape: [2] }), layers.Dense({ units: 0 })]),
      'OptionError',
      'Dense: units must be a whole number of at least 1, got 0',
    ));

  it('an iterable that yields no pairs, or arrays beside it', async () => {
    await refuses(
      () => tinyModel().fit(new Set([1]) as never),
      'OptionError',
      'must yield [x, y]',
      'got 1',
    );
    await refuses(() => tinyModel().fit(new Set() as never), 'OptionError', 'yields no batches');
    const batches = new Set([[x, y] as const]);
    await refuses(
      () => tinyModel().fit(batches as never, y as never),
      'OptionError',
      'y cannot be given beside it',
    );
    await refuses(
      () => tinyModel().fit(batches, { batchSize: 4 }),
      'OptionError',
      'batchSize cannot be given',
    );
  });
});

describe('A refused fit', () => {
  it('leaves weights, tensors and the model as they were', async () => {
    const model = tinyModel();
    model.build([null, 2]);
    const before = weightsOf(model);
    const { numTensors } = tf.memory();
    await refuses(
      () =>
        model.fit(
          x,
          y.map(() => 9),
        ),
      'LabelError',
    );
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(weightsOf(model)).toEqual(before);
    expect((await model.fit(x, y, quiet)).epoch).toEqual([0]);
  });
});

describe('A loss that diverges', () => {
  it('is no error, but is said once, with epoch and batch', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const model = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
    model.compile({ optimizer: optimizers.SGD({ learningRate: 1e30 }), loss: 'mse' });
    const { history } = await model.fit(x, y, { ...quiet, epochs: 3, batchSize: 4 });
    expect(history.loss).toHaveLength(3);
    expect(Number.isFinite(history.loss[2])).toBe(false);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toMatch(/epoch 1, batch 2.*smaller learning rate/);
    warn.mockRestore();
  });
});

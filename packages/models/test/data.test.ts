import { layers, Sequential, tf } from '../../tsuno/src/index.ts';
import { tinyData, tinyModel, weightsOf } from './tiny.ts';

const quiet = { verbose: 0 } as const;
const { x, y } = tinyData(8);

describe('classWeight', () => {
  it('is an object or a Map from class numbers, to the same numbers', async () => {
    const train = async (classWeight: object | undefined) => {
      const model = tinyModel();
      await model.fit(x, y, { ...quiet, classWeight: classWeight as never });
      return weightsOf(model);
    };
    const map = await train(new Map([[1, 5]]));
    expect(map).toEqual(await train({ 1: 5 }));
    expect(map).not.toEqual(await train(undefined));
  });

  it.each([
    ['a Map with other keys', new Map([['1', 5]]), 'got "1": 5'],
    ['a Map with other values', new Map([[1, '5']]), 'got 1: "5"'],
    ['a Promise', Promise.resolve({ 1: 5 }), 'got a Promise. Is an await missing?'],
    ['a list', [1, 5], 'got [1, 5]'],
  ])('is refused as %s', async (_name, classWeight, message) => {
    const fit = tinyModel().fit(x, y, { ...quiet, classWeight: classWeight as never });
    await expect(fit).rejects.toThrow(message);
  });
});

describe('One example in the place of a list of examples', () => {
  it('is refused with what to write', () => {
    const model = new Sequential([layers.Dense({ units: 1 })]).build([null, 13]);
    const one = Array.from({ length: 13 }, (_, i) => i);
    expect(() => model.predict(one)).toThrow(
      'predict: the model takes examples of shape [13], but those of x are [1]. A list of 13 numbers is 13 examples; for one, write [[…]].',
    );
    model.predict([one]).dispose();
    const square = new Sequential([layers.Flatten(), layers.Dense({ units: 1 })]);
    square.build([null, 2, 3]);
    expect(() => square.predict([one.slice(0, 3), one.slice(3, 6)])).toThrow(
      'For one example write [x]',
    );
  });
});

describe('Numbers that come out go in again', () => {
  it('weights as arrays, and a prediction as a matrix, without a cast', () => {
    const model = tinyModel().build([null, 2]);
    const weights = model.getWeights();
    const other = tinyModel({ seed: 9 }).build([null, 2]);
    other.setWeights(weights.map((weight) => weight.arraySync()));
    tf.dispose(weights);
    expect(weightsOf(other)).toEqual(weightsOf(model));
    const predicted = model.predict(x);
    const rows: number[][] = predicted.arraySync();
    predicted.dispose();
    expect(rows.map(([a, b]) => [a, b].every(Number.isFinite))).toEqual(x.map(() => true));
    const all = model.weights;
    other.setWeights(all.map(({ values }) => values));
    expect(other.weights).toEqual(all);
  });
});

describe('optimizerState and weights', () => {
  it('are copies by path, and reading them disturbs nothing', async () => {
    const model = tinyModel();
    expect(model.optimizerState).toBeNull();
    model.build([null, 2]);
    expect(model.optimizerState).toBeNull();
    await model.fit(x, y, { ...quiet, epochs: 2, batchSize: 4 });
    const state = model.optimizerState;
    expect(state).toMatchObject({ calls: 4, iterations: 4, learningRate: 0.01 });
    expect(Object.keys(state?.slots ?? {})).toEqual([
      'dense/kernel',
      'dense/bias',
      'dense_1/kernel',
      'dense_1/bias',
    ]);
    expect(Object.isFrozen(state) && Object.isFrozen(state?.slots['dense/bias'])).toBe(true);
    // Adam's products are the powers of its betas.
    expect(Object.values(state?.products ?? {})).toEqual([
      expect.closeTo(0.9 ** 4, 12),
      expect.closeTo(0.999 ** 4, 12),
    ]);
    state?.slots['dense/kernel'].m.fill(9);
    for (const { values } of model.weights) values.fill(9);
    await model.fit(x, y, { ...quiet, epochs: 2, batchSize: 4 });
    const twin = tinyModel();
    await twin.fit(x, y, { ...quiet, epochs: 2, batchSize: 4 });
    await twin.fit(x, y, { ...quiet, epochs: 2, batchSize: 4 });
    expect(model.weights).toEqual(twin.weights);
    expect(model.optimizerState).toEqual(twin.optimizerState);
    expect(model.weights.map(({ path, shape, trainable }) => [path, shape, trainable])[2]).toEqual([
      'dense_1/kernel',
      [4, 2],
      true,
    ]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    expect(model.optimizerState).toBeNull();
  });

  it('says what is not trained', () => {
    const model = new Sequential([
      layers.Dense({ units: 2, trainable: false }),
      layers.BatchNormalization(),
    ]).build([null, 2]);
    expect(model.weights.map(({ path, trainable }) => `${path} ${trainable}`)).toEqual([
      'dense/kernel false',
      'dense/bias false',
      'batch_normalization/gamma true',
      'batch_normalization/beta true',
      'batch_normalization/moving_mean false',
      'batch_normalization/moving_variance false',
    ]);
  });
});

describe('A handle of a layer', () => {
  it('is of its layer wherever that stands, and says when it is gone', () => {
    const model = tinyModel().build([null, 2]);
    const last = model.getLayer(-1);
    model.add(layers.Dense({ units: 2 }));
    last.setWeights([new Float32Array(8).fill(1), [2, 2]]);
    expect(weightsOf(model)[3]).toEqual([2, 2]);
    model.pop();
    model.pop();
    expect(() => last.getWeights()).toThrow('layer "dense_1" is no longer in the model');
    expect(() => last.setWeights([])).toThrow('no longer in the model');
    for (const index of [Number.NaN, 1.7, -3, 'constructor', true]) {
      expect(() => model.getLayer(index as never)).toThrow('getLayer: there is no layer');
    }
  });
});

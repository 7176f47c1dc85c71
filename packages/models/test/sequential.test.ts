import { Buffer } from 'node:buffer';
import { golden } from '../../testing/src/index.ts';
import {
  activations,
  defineLayer,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
  Sequential,
  tf,
} from '../../tsuno/src/index.ts';
import { tinyData, tinyModel, weightsOf } from './tiny.ts';

const quiet = { verbose: 0 } as const;

function lecture(): Sequential {
  return new Sequential([
    layers.Dense({ units: 25, activation: 'sigmoid' }),
    layers.Dense({ units: 15, activation: 'sigmoid' }),
    layers.Dense({ units: 10, activation: 'linear' }),
  ]);
}

function summaryOf(model: Sequential, options = {}): string {
  let text = '';
  model.summary({ ...options, lineLength: 76, ...options, printFn: (all) => (text += all) });
  return text;
}

describe('summary', () => {
  const { texts } = golden<{ texts: Record<string, string> }>('summaries.json');

  it('is Keras’s table, letter for letter', async () => {
    const model = lecture();
    expect(summaryOf(model)).toBe(texts.unbuilt);
    model.build([null, 784]);
    expect(summaryOf(model)).toBe(texts.built);
    expect(summaryOf(model, { lineLength: 60 })).toBe(texts.narrow);
    expect(summaryOf(model, { showTrainable: true })).toBe(texts.trainable);
    model.compile({
      optimizer: 'adam',
      loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    });
    const zeros = tf.zeros([4, 784]);
    await model.fit(zeros, [0, 0, 0, 0], quiet);
    zeros.dispose();
    expect(summaryOf(model)).toBe(texts.trained);
  });

  it('wraps long names, counts frozen weights apart and hides Input', () => {
    const model = new Sequential(
      [
        layers.Input({ shape: [4] }),
        layers.Dense({ units: 25, name: 'a_very_long_layer_name_indeed_for_wrapping_purposes' }),
        layers.Dense({ units: 3, trainable: false }),
        layers.ReLU(),
      ],
      { name: 'wrapped' },
    );
    // Keras counts layers over the whole program, Tsuno inside the model.
    expect(summaryOf(model)).toBe(texts.wrapped.replaceAll('dense_1 (Dense)', 'dense (Dense)  '));
  });

  it('shows a range of layers', () => {
    const text = summaryOf(lecture(), { layerRange: ['dense_1', 'dense_2'] });
    expect(text).toContain('dense_1');
    expect(text).not.toContain('dense (Dense)');
  });
});

describe('Building', () => {
  it('waits for the first data, or takes the shape from Input, build or predict', () => {
    const model = lecture();
    expect(model.built).toBe(false);
    expect(() => model.countParams()).toThrow('not built');
    model.predict([new Float32Array(784)]).dispose();
    expect(model.countParams()).toBe(20_175);
    expect(lecture().build([null, 784]).countParams()).toBe(20_175);
    const withInput = new Sequential([layers.Input({ shape: [784] }), layers.Dense({ units: 10 })]);
    expect(withInput.countParams()).toBe(7850);
    expect(withInput.outputShape).toEqual([null, 10]);
    expect(() => withInput.build([null, 5])).toThrow('shape [784], got [5]');
  });

  it('names layers as Keras does, counted inside the model', () => {
    const model = new Sequential([
      layers.Dense({ units: 2 }),
      layers.ReLU(),
      layers.Dense({ units: 2, name: 'dense_1' }),
      layers.Dense({ units: 2 }),
      layers.ReLU(),
    ]).build([null, 3]);
    expect(model.layers.map(({ name }) => name)).toEqual([
      'dense',
      're_lu',
      'dense_1',
      'dense_2',
      're_lu_1',
    ]);
  });

  it('keeps the weights of layers that stay through add and pop', () => {
    const model = new Sequential([layers.Input({ shape: [2] }), layers.Dense({ units: 3 })], {
      seed: 1,
    });
    const [kernel, bias] = weightsOf(model);
    model.setWeights(
      [kernel.map((value) => value + 1), bias.map(() => 7)].map((w) => Float32Array.from(w)),
    );
    const before = weightsOf(model);
    model.add(layers.Dense({ units: 4 }));
    expect(weightsOf(model).slice(0, 2)).toEqual(before);
    expect(model.outputShape).toEqual([null, 4]);
    expect(model.pop()?.kind).toBe('Dense');
    expect(weightsOf(model)).toEqual(before);
  });

  it('may use one description twice: two layers with weights of their own', () => {
    const dense = layers.Dense({ units: 2 });
    const model = new Sequential([dense, dense], { seed: 1 }).build([null, 2]);
    const [first, , second] = weightsOf(model);
    expect(first).not.toEqual(second);
  });
});

describe('Weights', () => {
  it('come in Keras’s order, as copies', async () => {
    const model = tinyModel().build([null, 2]);
    const tensors = model.getWeights();
    expect(tensors.map(({ shape }) => shape)).toEqual([[2, 4], [4], [4, 2], [2]]);
    const kept = tensors.map((tensor) => Array.from(tensor.dataSync()));
    const { x, y } = tinyData(10);
    await model.fit(x, y, quiet);
    expect(tensors.map((tensor) => Array.from(tensor.dataSync()))).toEqual(kept);
    expect(weightsOf(model)).not.toEqual(kept);
    model.setWeights(tensors);
    expect(weightsOf(model)).toEqual(kept);
    tf.dispose(tensors);
  });

  it('are those that predict uses', () => {
    const model = new Sequential([layers.Dense({ units: 2 })]).build([null, 2]);
    model.setWeights([
      [
        [1, 2],
        [3, 4],
      ],
      [10, 20],
    ]);
    const output = model.predict([
      [1, 1],
      [0, 2],
    ]);
    expect(output.arraySync()).toEqual([
      [14, 26],
      [16, 28],
    ]);
    output.dispose();
  });

  it('of one layer are read and set by its name or index', () => {
    const model = tinyModel().build([null, 2]);
    const layer = model.getLayer('dense_1');
    expect(model.getLayer(1).name).toBe('dense_1');
    expect(layer.countParams()).toBe(10);
    expect(layer.inputShape).toEqual([null, 4]);
    layer.setWeights([Float32Array.from({ length: 8 }, (_, i) => i), [1, 2]]);
    expect(weightsOf(model)[2]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const [kernel, bias] = layer.getWeights();
    expect(bias.arraySync()).toEqual([1, 2]);
    expect(kernel.shape).toEqual([4, 2]);
    tf.dispose([kernel, bias]);
  });
});

describe('evaluate, trainOnBatch and testOnBatch', () => {
  const { x, y } = tinyData(10);

  it('return a number, a list or names as Keras does', async () => {
    const model = tinyModel();
    const list = (await model.evaluate(x, y, quiet)) as number[];
    expect(list).toHaveLength(2);
    const named = await model.evaluate(x, y, { ...quiet, returnDict: true });
    expect(Object.keys(named)).toEqual(['accuracy', 'loss']);
    expect([named.loss, named.accuracy]).toEqual(list);
    model.compile({
      optimizer: 'sgd',
      loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    });
    expect(await model.evaluate(x, y, quiet)).toBe(list[0]);
  });

  it('are the same in one batch and in several', async () => {
    const model = tinyModel().build([null, 2]);
    const [whole] = (await model.evaluate(x, y, { ...quiet, batchSize: 10 })) as number[];
    const [parts] = (await model.evaluate(x, y, { ...quiet, batchSize: 3 })) as number[];
    expect(parts).toBeCloseTo(whole, 6);
    const [batch] = (await model.testOnBatch(x, y)) as number[];
    expect(batch).toBeCloseTo(whole, 6);
  });

  it('train with trainOnBatch as fit does with one batch', async () => {
    const [a, b] = [tinyModel(), tinyModel()];
    const { history } = await a.fit(x, y, { ...quiet, batchSize: 10, shuffle: false, epochs: 3 });
    for (let step = 0; step < 3; step++) {
      const { loss } = await b.trainOnBatch(x, y, { returnDict: true });
      expect(loss).toBe(history.loss[step]);
    }
    expect(weightsOf(b)).toEqual(weightsOf(a));
  });

  it('stop after so many steps', async () => {
    const model = tinyModel().build([null, 2]);
    const two = await model.evaluate(x, y, { ...quiet, batchSize: 3, steps: 2 });
    const six = await model.evaluate(x.slice(0, 6), y.slice(0, 6), { ...quiet, batchSize: 3 });
    expect(two).toEqual(six);
    const predicted = model.predict(x, { batchSize: 3, steps: 2 });
    expect(predicted.shape).toEqual([6, 2]);
    predicted.dispose();
  });

  it('take the threshold of binary accuracy at 0 for logits', async () => {
    const model = new Sequential([layers.Dense({ units: 1 })]).build([null, 1]);
    model.setWeights([[[1]], [0]]);
    model.compile({
      optimizer: 'sgd',
      loss: losses.BinaryCrossentropy({ fromLogits: true }),
      metrics: ['accuracy', metrics.BinaryAccuracy({ threshold: 0.5, name: 'strict' }), 'acc'],
    });
    const logs = await model.evaluate([[0.2], [-0.2]], [1, 0], { ...quiet, returnDict: true });
    expect(logs).toMatchObject({ accuracy: 1, strict: 0.5, acc: 1 });
  });
});

describe('Names', () => {
  it('stand for factories in any of Keras’s spellings', () => {
    const model = new Sequential([layers.Dense({ units: 1 })]);
    for (const optimizer of ['adam', 'Adam', 'sgd', 'SGD'] as const) {
      expect(() => model.compile({ optimizer, loss: 'mse' })).not.toThrow();
    }
    for (const loss of ['mse', 'MSE', 'mean_squared_error', 'MeanSquaredError'] as const) {
      expect(() => model.compile({ optimizer: 'adam', loss, metrics: ['mse'] })).not.toThrow();
    }
    for (const [activation, kind] of [
      [activations.relu, 'relu'],
      [null, 'linear'],
    ] as const) {
      const { config } = layers.Dense({ units: 1, activation });
      expect(config.activation).toMatchObject({ kind });
    }
  });

  it('of metrics are reported as they were given', async () => {
    const { x, y } = tinyData(6);
    const model = new Sequential([layers.Dense({ units: 1, activation: 'sigmoid' })]);
    model.compile({
      optimizer: 'sgd',
      loss: 'bce',
      metrics: ['mse', 'MSE', 'BinaryAccuracy', metrics.MeanSquaredError()],
      weightedMetrics: ['mse', 'mse'],
    });
    const logs = await model.evaluate(x, y, { ...quiet, returnDict: true });
    expect(Object.keys(logs).sort()).toEqual(
      [
        'BinaryAccuracy',
        'MSE',
        'loss',
        'mean_squared_error',
        'mse',
        'weighted_mse',
        'weighted_mse_1',
      ].sort(),
    );
    model.learningRate = 0.25;
    expect(model.learningRate).toBe(0.25);
    expect(() => {
      model.learningRate = -1;
    }).toThrow('learningRate must be a number in [0, ∞)');
  });

  it('are numbered when metrics share one', async () => {
    const { x, y } = tinyData(6);
    const model = tinyModel();
    model.compile({
      optimizer: 'adam',
      loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
      metrics: ['accuracy', 'accuracy'],
      weightedMetrics: ['accuracy'],
    });
    const logs = await model.evaluate(x, y, { ...quiet, returnDict: true });
    expect(Object.keys(logs)).toEqual(['accuracy', 'accuracy_1', 'loss', 'weighted_accuracy']);
  });
});

describe('compileOptions', () => {
  it('are null before compile, and compile another model in the same way', async () => {
    const model = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
    expect(model.compileOptions).toBeNull();
    model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mse', 'accuracy'] });
    const again = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
    again.compile({
      ...(model.compileOptions as NonNullable<typeof model.compileOptions>),
      optimizer: optimizers.Adam(),
    });
    const json = { ...model.toJSON().compileConfig, optimizer: null };
    expect({ ...again.toJSON().compileConfig, optimizer: null }).toEqual(json);
    expect(again.compileOptions?.optimizer).toMatchObject({ kind: 'Adam' });
  });
});

describe('toJSON and fromJSON', () => {
  it('make the same model again, compiled as it was', async () => {
    const model = new Sequential(
      [
        layers.Input({ shape: [2, 3] }),
        layers.Flatten(),
        layers.Dense({
          units: 4,
          activation: activations.relu({ negativeSlope: 0.1 }),
          kernelInitializer: initializers.HeNormal({ seed: 3 }),
        }),
        layers.Dense({ units: 2, useBias: false, name: 'last' }),
        layers.Softmax(),
      ],
      { name: 'mine', seed: 4 },
    );
    model.compile({
      optimizer: optimizers.SGD({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
      loss: losses.CategoricalCrossentropy({ labelSmoothing: 0.1 }),
      metrics: ['accuracy', metrics.CategoricalCrossentropy()],
    });
    const text = JSON.stringify(model);
    const again = Sequential.fromJSON(text);
    expect(again).toBeInstanceOf(Sequential);
    expect(JSON.stringify(again)).toBe(text);
    expect(weightsOf(again)).toEqual(weightsOf(model));
    const x = [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ];
    const [a, b] = await Promise.all([model, again].map((each) => each.fit(x, [[0, 1]], quiet)));
    expect(b.history).toEqual(a.history);
  });

  it('take a layer of the user’s own with custom, and say so when it is missing', () => {
    const Double = ({ name }: { name?: string } = {}) =>
      defineLayer({
        kind: 'Double',
        config: { name },
        plan: (input) => ({ output: input, weights: [] }),
        call: (x) => tf.mul(x, 2),
      });
    const text = JSON.stringify(new Sequential([Double()]));
    expect(() => Sequential.fromJSON(text)).toThrow('custom: { Double }');
    const again = Sequential.fromJSON(text, { custom: { Double } });
    const out = again.predict([[3]]);
    expect(out.dataSync()[0]).toBe(6);
    out.dispose();
    expect(() => Sequential.fromJSON('{')).toThrow('the text is no JSON');
    expect(() => Sequential.fromJSON('{}')).toThrow('expected what toJSON() gives');
  });
});

describe('Input', () => {
  it('of pictures goes through Flatten row by row', () => {
    const model = new Sequential([layers.Flatten()]);
    const out = model.predict([
      [
        [1, 2],
        [3, 4],
      ],
    ]);
    expect(out.arraySync()).toEqual([[1, 2, 3, 4]]);
    out.dispose();
  });

  it('in bytes is read as it is', () => {
    const model = new Sequential([layers.Flatten()]);
    const out = model.predict(Buffer.from([250, 3]));
    expect(out.arraySync()).toEqual([[250], [3]]);
    out.dispose();
  });
});

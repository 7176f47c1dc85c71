import { golden } from '../../../testing/src/index.ts';
import { GOLDENS, goldenModel, inFloat32, registry } from '../../../testing/src/keras-files.ts';
import { Sequential } from '../../../tsuno/src/index.ts';
import { fromKerasJson } from '../../src/keras/from-keras-json.ts';

const open = (json: unknown, options: object = {}) => fromKerasJson(json, { registry, ...options });

const KERAS_2 = GOLDENS.find(({ keras }) => keras.startsWith('2.'))?.models ?? [];
const keras2 = (name: string) => {
  const found = KERAS_2.find((model) => model.name === name);
  if (found === undefined) throw new Error(`Keras 2 has not written ${name}.`);
  return structuredClone(found.json) as unknown as Record<string, Record<string, unknown>>;
};

/** The layers as they are, but for names of inputs, which each version chooses, and how Keras 2 counts axes. */
const layersOf = (json: unknown) =>
  open(json).config.layers.map(({ kind, config }) => {
    if (kind === 'Input') return { kind, config: { ...config, name: '' } };
    return { kind, config: config.axis === -1 ? { ...config, axis: 1 } : config };
  });

describe('what Keras 2 has written', () => {
  it.each(['by_names', 'by_functions', 'functional', 'nested'])(
    'opens as what Keras 3 writes for %s',
    (name) => {
      expect(inFloat32(layersOf(keras2(name)))).toEqual(inFloat32(layersOf(goldenModel(name))));
      expect(open(keras2(name)).config.inputShape).toEqual(
        open(goldenModel(name)).config.inputShape,
      );
    },
  );

  it('has its axes in lists', () => {
    const { layers } = open(keras2('sequential')).config;
    expect(layers[2]).toMatchObject({ kind: 'BatchNormalization', config: { axis: 1 } });
  });

  it('is compiled as it was', () => {
    expect(open(keras2('by_names')).compileConfig).toMatchObject({
      optimizer: { kind: 'Adam', config: { beta1: 0.9, learningRate: Math.fround(0.001) } },
      loss: { kind: 'BinaryCrossentropy', config: { reduction: 'sum_over_batch_size' } },
      metrics: [
        { kind: 'MeanSquaredError', config: { name: 'mse' } },
        { kind: 'BinaryAccuracy', config: { name: 'binary_accuracy' } },
      ],
    });
  });

  it.each([
    ['branching', /layer "given" feeds more than one other/],
    ['shared', /layer "twice" is called 2 times/],
    ['two_outputs', /exactly one output/],
    ['in_training', /layer "drop" is called with training: true/],
    ['convolution', /layer "patches" is the layer Conv2D, which Tsuno has not/],
    ['with_lambda', /Lambda in layer "code"/],
    ['half', /layer "half_dense" \(Dense\) computes in "mixed_float16"/],
  ])('is refused by name where it is %s', (name, message) => {
    expect(() => open(keras2(name))).toThrow(message);
  });

  it('is refused where a name means another function', () => {
    const json = keras2('by_names');
    const text = JSON.stringify(json).replace('"sigmoid"', '"hard_sigmoid"');
    expect(() => open(JSON.parse(text))).toThrow(/activation is the hard_sigmoid of Keras 2/);
    const keras3 = JSON.stringify(goldenModel('by_names')).replace('"sigmoid"', '"hard_sigmoid"');
    expect(open(JSON.parse(keras3)).config.layers[2].config.activation).toMatchObject({
      kind: 'hardSigmoid',
    });
    // Archives of Keras 2 have modules too; the version stands beside them.
    expect(() => open(JSON.parse(keras3), { kerasVersion: '2.15.0' })).toThrow(/of Keras 2/);
  });

  it('is refused where a function has that name', () => {
    const hard = { module: 'builtins', class_name: 'function', config: 'hard_sigmoid' };
    const text = JSON.stringify(keras2('by_names')).replace('"sigmoid"', JSON.stringify(hard));
    expect(() => open(JSON.parse(text))).toThrow(/of Keras 2/);
  });

  it('is refused where a rate decays by an option', () => {
    const json = keras2('by_names');
    const optimizer = json.training_config.optimizer_config as { config: Record<string, unknown> };
    optimizer.config.decay = 0;
    expect(open(json).compileConfig?.optimizer.kind).toBe('Adam');
    optimizer.config.decay = 0.5;
    expect(() => open(json)).toThrow(
      /the optimizer \(Custom>Adam\) has decay: 0.5; Tsuno only has 0/,
    );
  });
});

describe('what TensorFlow.js has written', () => {
  const { files } = golden<{ files: Readonly<Record<string, object>> }>('tfjs-files.json');
  const optimizerOf = (name: string) => open(files[name]).compileConfig?.optimizer;

  it('opens with all of its layers', () => {
    const definition = open(files.everything);
    expect(definition.config.inputShape).toEqual([6]);
    const { layers } = Sequential.fromJSON(definition).toJSON().config;
    const named = Object.fromEntries(layers.map((layer) => [layer.config.name, layer]));
    expect(layers).toHaveLength(16);
    expect(named.first.config).toMatchObject({
      units: 4,
      kernelInitializer: {
        kind: 'VarianceScaling',
        config: { scale: 2, mode: 'fan_out', distribution: 'uniform' },
      },
      kernelRegularizer: { kind: 'L1L2', config: { l1: 0.125, l2: 0.25 } },
      kernelConstraint: { kind: 'MaxNorm', config: { maxValue: 3 } },
      biasConstraint: { kind: 'NonNeg' },
    });
    expect(named.last.config.kernelInitializer).toMatchObject({
      config: { distribution: 'truncated_normal', mode: 'fan_in' },
    });
    expect(named.leaky.config).toMatchObject({ negativeSlope: 0.125 });
    expect(named.rectified.config).toMatchObject({ maxValue: 6 });
    expect(named.shares).toMatchObject({ kind: 'Softmax', config: { axis: 1 } });
  });

  it('opens a chain of its functional models', () => {
    const { name, layers } = open(files.functional).config;
    expect([name, ...layers.map(({ config }) => config.name)]).toEqual([
      'chained',
      'given',
      'hidden',
      'last',
    ]);
  });

  it('is compiled as it was', () => {
    expect(optimizerOf('sgd')).toMatchObject({ kind: 'SGD', config: { learningRate: 0.25 } });
    expect(optimizerOf('momentum')).toMatchObject({
      kind: 'SGD',
      config: { learningRate: 0.25, momentum: 0.5, nesterov: true },
    });
    expect(optimizerOf('adam')).toMatchObject({
      kind: 'Adam',
      config: { learningRate: 0.25, beta1: 0.5, beta2: 0.75, epsilon: 0.125 },
    });
    expect(optimizerOf('rmsprop')).toMatchObject({
      kind: 'RMSprop',
      config: { learningRate: 0.25, rho: 0.5, momentum: 0.75, epsilon: 0.125, centered: true },
    });
    expect(optimizerOf('adagrad')).toMatchObject({
      kind: 'Adagrad',
      config: { learningRate: 0.25, initialAccumulatorValue: 0.5 },
    });
    expect(open(files.rmsprop).compileConfig).toMatchObject({
      loss: { kind: 'Hinge' },
      metrics: ['binary_accuracy'],
    });
  });

  it('is refused where Tsuno has no such function', () => {
    expect(() => open(files.hardSigmoid)).toThrow(/layer "hard" \(Dense\): activation is the hard/);
    expect(() => open(files.adadelta)).toThrow(/metrics\[0\] "cosine" is not known/);
    expect(open(files.adadelta, { compile: false }).compileConfig).toBeNull();
  });
});

import { DataError, defineLayer, OptionError, UnsupportedError } from '@tsuno/core';
import type { SequentialJson } from '@tsuno/models';
import { GOLDENS, goldenModel, inFloat32, registry } from '../../../testing/src/keras-files.ts';
import { layers, Sequential } from '../../../tsuno/src/index.ts';
import { layerGroups } from '../../src/hdf5/layer-groups.ts';
import { fromKerasJson, kerasLayerGroups } from '../../src/keras/from-keras-json.ts';
import { toKerasJson } from '../../src/keras/to-keras-json.ts';

const open = (json: unknown, options: object = {}) => fromKerasJson(json, { registry, ...options });
const names = (json: unknown) => open(json).config.layers.map(({ config }) => config.name);

/** Without the optimizer's name, which versions of Keras choose differently. */
function unlabelled({ compileConfig, ...definition }: SequentialJson) {
  const { name: _, ...config } = compileConfig?.optimizer.config ?? {};
  return { ...definition, compileConfig: { ...compileConfig, optimizer: config } };
}

/** Models that open in every version that writes them. */
const OPENED = ['sequential', 'by_names', 'by_functions', 'unbuilt', 'functional', 'nested'];

describe('models that Keras has written', () => {
  const opened = GOLDENS.filter(({ keras }) => keras.startsWith('3.')).flatMap(
    ({ keras, models }) =>
      models
        .filter(({ name }) => OPENED.includes(name))
        .map(({ name, json }) => [name, keras, json] as const),
  );

  it.each(opened)(
    '%s of Keras %s opens as 3.15.1’s does, and is a model of ours',
    (name, _, json) => {
      const definition = open(json);
      // Some versions write rates in float32.
      expect(inFloat32(unlabelled(definition))).toEqual(
        inFloat32(unlabelled(open(goldenModel(name)))),
      );
      const model = Sequential.fromJSON(definition).toJSON();
      expect({ ...model, config: { ...model.config, seed: null } }).toEqual(definition);
    },
  );

  it('has its layers, its names and how it was compiled', () => {
    const { config, compileConfig } = open(goldenModel('sequential'));
    expect(config.name).toBe('the_sequential');
    expect(config.inputShape).toEqual([4]);
    expect(config.layers.map(({ kind }) => kind)).toEqual([
      'Input',
      'Dense',
      'BatchNormalization',
      'Dropout',
      'Dense',
    ]);
    expect(config.layers[1].config).toMatchObject({ name: 'dense', units: 3 });
    expect(config.layers[3].config).toMatchObject({ rate: 0.5, seed: 3 });
    expect(compileConfig).toMatchObject({
      optimizer: { kind: 'Nadam', config: { learningRate: 0.125, useEma: true } },
      loss: { kind: 'SparseCategoricalCrossentropy', config: { fromLogits: true } },
      metrics: ['accuracy', { kind: 'SparseTopKCategoricalAccuracy', config: { k: 1 } }],
      weightedMetrics: ['acc'],
      jitCompile: 'auto',
    });
  });

  it('knows functions of Keras’s own by their names', () => {
    const { config, compileConfig } = open(goldenModel('by_functions'));
    expect(config.layers[1].config.activation).toMatchObject({ kind: 'gelu' });
    expect(compileConfig?.loss.kind).toBe('MeanSquaredError');
    expect(compileConfig?.metrics).toEqual(['mean_absolute_error']);
  });

  it('was not compiled, when Keras’s was not', () => {
    expect(open(goldenModel('unbuilt'))).toMatchObject({
      config: { inputShape: null },
      compileConfig: null,
    });
  });

  it('takes the layers of a Functional model from its input to its output', () => {
    const model = goldenModel('functional');
    const config = model.config as { layers: unknown[] };
    config.layers.reverse();
    expect(names(model)).toEqual(['given', 'hidden', 'normal', 'last']);
    expect(open(model).compileConfig).toMatchObject({
      loss: { kind: 'MeanSquaredError' },
      metrics: ['mae'],
    });
  });

  it('lays models within it flat, frozen where they are', () => {
    const { layers } = open(goldenModel('nested')).config;
    expect(layers.map(({ config }) => [config.name, config.trainable])).toEqual([
      ['given', undefined],
      ['inside', true],
      ['deep_dense', false],
      ['last', true],
    ]);
  });

  // The groups are those of the HDF5 file that Keras writes for it.
  it('knows where Keras keeps the variables of layers, in models within too', () => {
    const groupsIn = (name: string, kinds: readonly string[]) =>
      layerGroups(kinds, kerasLayerGroups(goldenModel(name), {}));
    expect(groupsIn('nested', ['Dense', 'Dense', 'Dense'])).toEqual([
      'layers/sequential/layers/dense/vars',
      'layers/functional/layers/dense/vars',
      'layers/dense/vars',
    ]);
    const flat = ['Dense', 'BatchNormalization', 'Dropout', 'Dense'];
    expect(groupsIn('sequential', flat)).toEqual([
      'layers/dense/vars',
      'layers/batch_normalization/vars',
      'layers/dropout/vars',
      'layers/dense_1/vars',
    ]);
  });

  it('freezes what stands in a frozen Functional model, whatever the layer says', () => {
    const model = goldenModel('functional');
    (model.config as { trainable: boolean }).trainable = false;
    const trainable = open(model).config.layers.map(({ config }) => config.trainable);
    expect(trainable).toEqual([undefined, false, false, false]);
  });
});

describe('what only a rare file has', () => {
  it('a Sequential that says it is frozen is as its layers say, as in Keras', () => {
    const model = goldenModel('sequential');
    (model.config as { trainable: boolean }).trainable = false;
    expect(open(model)).toEqual(open(goldenModel('sequential')));
  });

  it('layers that feed each other in a circle are no chain', () => {
    const model = goldenModel('functional');
    const { layers } = model.config as { layers: { name: string; inbound_nodes: unknown }[] };
    // hidden ← last, normal ← hidden, last ← normal; nothing is fed by the input but the model's end says "given".
    const [, hidden, normal, last] = layers;
    hidden.inbound_nodes = JSON.parse(
      JSON.stringify(normal.inbound_nodes).replace('"hidden"', '"last"'),
    );
    Object.assign(model.config as object, { output_layers: ['last', 0, 0] });
    expect(last.name).toBe('last');
    expect(() => open(model)).toThrow(/no way through all of its layers/);
    // The circle alone, which begins and ends where it should.
    Object.assign(model.config as object, {
      input_layers: ['hidden', 0, 0],
      layers: [hidden, normal, last],
    });
    expect(() => open(model)).toThrow(/its input "hidden" is fed by layer "last"/);
  });

  it('a layer of the user’s does not take the place of Keras’s of the same name', () => {
    const Dense = () => {
      throw new Error('the user’s was asked');
    };
    const model = goldenModel('sequential');
    expect(open(model, { registry: { ...registry, custom: { Dense } } })).toEqual(open(model));
  });

  it('names with a slash are written without, since Keras refuses them', () => {
    const model = new Sequential([layers.Dense({ units: 1, name: 'a/b' })], {
      name: 'c/d',
      seed: 1,
    });
    const json = toKerasJson(model.toJSON(), { registry }) as {
      config: { name: string; layers: { config: { name: string } }[] };
    };
    expect([json.config.name, json.config.layers[0].config.name]).toEqual(['c_d', 'a_b']);
    expect(open(json)).toEqual(model.toJSON());
  });
});

describe('a written model', () => {
  it('is what Keras writes for it', () => {
    const json = goldenModel('sequential');
    const written = toKerasJson(open(json), { registry }) as typeof json;
    const labelled = written.config as { layers: { build_config?: unknown }[] };
    // Keras leaves the shape out where nothing depends on it.
    delete labelled.layers[3].build_config;
    const compiled = json.compile_config as Record<string, unknown>;
    expect(inFloat32(written)).toEqual(
      inFloat32({ ...json, compile_config: { ...compiled, jit_compile: 'auto' } }),
    );
  });

  it.each(OPENED)('%s comes back whole', (name) => {
    const definition = open(goldenModel(name));
    expect(open(toKerasJson(definition, { registry }))).toEqual(definition);
  });

  it('keeps seed, engine and threads beside', () => {
    const model = new Sequential([layers.Dense({ units: 1 })], { seed: 5 });
    model.compile({ optimizer: 'adam', loss: 'mse', jitCompile: false, threads: 2 });
    const json = toKerasJson(model.toJSON(), { registry });
    expect(json.tsuno).toEqual({ seed: 5, jitCompile: false, threads: 2 });
    expect(json.compile_config).not.toHaveProperty('threads');
    expect(open(json)).toEqual(model.toJSON());
  });
});

describe('refused by name', () => {
  const refusal = (json: unknown, options: object = {}): string => {
    try {
      open(json, options);
    } catch (error) {
      expect(
        error instanceof UnsupportedError ||
          error instanceof OptionError ||
          error instanceof DataError,
      ).toBe(true);
      return (error as Error).message;
    }
    return 'nothing was refused';
  };

  it.each([
    ['branching', /layer "given" feeds more than one other/],
    ['residual', /layer "sum" is fed by .*, not by the output of one layer/],
    ['shared', /layer "twice" is called 2 times/],
    ['two_outputs', /exactly one output/],
    ['in_training', /layer "drop" is called with training: true/],
    ['convolution', /layer "patches" is the layer Conv2D of keras.layers, which Tsuno has not/],
    ['with_lambda', /code of Python's \(Lambda in layer "code"\), which is never run/],
    ['half', /layer "half_dense" \(Dense\) computes in "mixed_float16"/],
  ])('%s', (name, message) => {
    expect(refusal(goldenModel(name))).toMatch(message);
  });

  /** The sequential model with one thing changed. */
  const changed = (
    change: (layers: Record<string, unknown>[], model: Record<string, unknown>) => void,
  ) => {
    const model = goldenModel('sequential');
    const inner = (model.config as { layers: { config: Record<string, unknown> }[] }).layers;
    change(
      inner.map(({ config }) => config),
      model as Record<string, unknown>,
    );
    return model;
  };
  const compiled = (change: Record<string, unknown>) =>
    changed((_, model) => Object.assign(model.compile_config as object, change));

  it.each([
    [
      changed(([, dense]) => (dense.lora_rank = 4)),
      /layer "dense" \(Dense\) has lora_rank: 4, which Tsuno.s Dense has not/,
    ],
    [
      changed(([, dense]) => (dense.quantization_config = {})),
      /has quantization_config: .*; Tsuno only has null/,
    ],
    [
      changed(([, , norm]) => (norm.renorm = true)),
      /\(BatchNormalization\) has renorm: true; Tsuno only has false/,
    ],
    [changed(([, , norm]) => (norm.synchronized = true)), /synchronized: true/],
    [changed(([input]) => (input.sparse = true)), /\(InputLayer\) has sparse: true/],
    [changed(([input]) => (input.dtype = 'int32')), /computes in "int32"/],
    [changed(([input]) => (input.batch_shape = [null, null, 3])), /\[null, null, 3\]/],
    [changed(([, dense]) => (dense.units = 0)), /layer "dense" \(Dense\): Dense: units must be/],
    [
      changed(([, dense]) => (dense.kernel_initializer = { class_name: 'Nope', config: {} })),
      /kernel_initializer is the initializer Nope/,
    ],
    [changed(([, dense]) => (dense.activation = 'nope')), /"nope" is not known/],
    [changed(([, dense]) => (dense.kernelInitializer = 'ones')), /has kernelInitializer twice/],
    [changed((all) => (all[4].name = 'dense')), /two layers are named "dense"/],
    [compiled({ loss_weights: 0.5 }), /compiled with loss_weights: 0.5/],
    [compiled({ loss: ['mse', 'mse'] }), /loss has 2 entries/],
    [compiled({ metrics: ['nope'] }), /metrics\[0\] "nope" is not known/],
    [compiled({ something: 1 }), /compiled with something: 1/],
    [
      compiled({
        loss: {
          module: 'builtins',
          class_name: 'function',
          config: 'my_loss',
          registered_name: 'function',
        },
      }),
      /the loss is the Python function "my_loss", which is never run/,
    ],
    [
      { module: 'my.package', class_name: 'MyModel', config: {}, registered_name: 'MyModel' },
      /a model of a class|is a "MyModel"/i,
    ],
    [7, /the model must be an object with class_name and config, .*got 7/],
  ])('%#', (json, message) => {
    expect(refusal(json)).toMatch(message);
  });

  it('null options of later versions are none', () => {
    const model = changed(([, dense]) => (dense.of_a_later_version = null));
    expect(open(model)).toEqual(open(goldenModel('sequential')));
  });

  it('a loss is not looked at with compile: false', () => {
    expect(open(compiled({ loss: 'nope' }), { compile: false }).compileConfig).toBeNull();
  });

  it.each(['__proto__', 'constructor', 'prototype'])('a key %s', (key) => {
    const text = JSON.stringify(goldenModel('sequential')).replace(
      '"units"',
      `"${key}": {}, "units"`,
    );
    expect(refusal(JSON.parse(text))).toContain(`a key "${key}"`);
  });

  it('what contains itself, and what is too deep', () => {
    const model = changed(([, dense]) => (dense.self = dense));
    expect(refusal(model)).toMatch(/nested too deeply, or contains itself/);
    const cyclic = goldenModel('sequential');
    (cyclic.config as { layers: unknown[] }).layers.push(cyclic);
    expect(refusal(cyclic)).toMatch(/nested too deeply, or contains itself/);
    let deep: unknown = 1;
    for (let depth = 0; depth < 1e5; depth++) deep = [deep];
    expect(refusal(changed(([, dense]) => (dense.deep = deep)))).toMatch(/nested too deeply/);
  });

  it('a model of a million layers, names of ten megabytes, and lists in lists without end, in bounded time', () => {
    const started = performance.now();
    const layer = (goldenModel('sequential').config as { layers: unknown[] }).layers[1];
    const many = changed(
      (_, model) => ((model.config as { layers: unknown[] }).layers = new Array(1e6).fill(layer)),
    );
    expect(refusal(many)).toMatch(/1000000 layers; at most 10000 are read/);
    expect(refusal(changed(([, dense]) => (dense.name = 'x'.repeat(1e7))))).toMatch(
      /a text of 10000000 characters/,
    );
    let doubled: unknown[] = [1];
    for (let depth = 0; depth < 60; depth++) doubled = [doubled, doubled];
    expect(refusal(changed(([, dense]) => (dense.units = doubled)))).toMatch(
      /more than 4000000 values/,
    );
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('a nested million of layers, shared by models within', () => {
    const model = goldenModel('nested');
    const inner = (model.config as { layers: { config: { layers: unknown[] } }[] }).layers[1];
    inner.config.layers = new Array(9_999).fill(0).map((_, index) => ({
      module: 'keras.layers',
      class_name: 'Identity',
      config: { name: `i${index}` },
    }));
    expect(refusal(model)).toMatch(/layers, more than are read/);
    expect(refusal(model, { maxLayers: 1e6 })).toBe('nothing was refused');
  });
});

describe('layers of one’s own', () => {
  const Double = ({
    name,
    timesTwo = 1,
    ...further
  }: {
    name?: string;
    timesTwo?: number;
  } = {}) => {
    // What Keras writes for every layer is no option of this one.
    expect(further).toEqual({});
    return defineLayer({
      kind: 'Double',
      config: { name, timesTwo },
      plan: (input) => ({ output: input, weights: [] }),
      call: (x) => x,
    });
  };
  const model = () =>
    new Sequential([layers.Input({ shape: [2] }), Double({ timesTwo: 3 })], { seed: 1 });

  it('are written so that Keras can ask for them, and are not needed for it', () => {
    const json = toKerasJson(model().toJSON(), { registry });
    expect((json.config as { layers: unknown[] }).layers[1]).toEqual({
      module: 'tsuno',
      class_name: 'Double',
      config: { name: 'double', times_two: 3 },
      registered_name: 'tsuno>Double',
      build_config: { input_shape: [null, 2] },
    });
  });

  it('come back with custom, and are asked for by name without', () => {
    const definition = model().toJSON();
    const json = toKerasJson(definition, { registry });
    expect(open(json, { registry: { ...registry, custom: { Double } } })).toEqual(definition);
    expect(() => open(json)).toThrow(/Hand in one of your own as \{ custom: \{ Double \} \}/);
  });

  it('are found by the name that Python registered them under', () => {
    const json = toKerasJson(model().toJSON(), { registry });
    const layer = (json.config as { layers: Record<string, unknown>[] }).layers[1];
    Object.assign(layer, {
      module: null,
      class_name: 'PythonDouble',
      config: { name: 'double', trainable: true, dtype: 'float32', times_two: 3 },
      registered_name: 'my_package>Double',
    });
    expect(open(json, { registry: { ...registry, custom: { Double } } })).toEqual(model().toJSON());
  });
});

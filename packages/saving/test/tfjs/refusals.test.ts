import { lcg } from '../../../testing/src/index.ts';
import {
  constraints,
  initializers,
  layers,
  loadModel,
  losses,
  metrics,
  optimizers,
  Sequential,
  TsunoError,
  tf,
} from '../../../tsuno/src/index.ts';
import { files } from '../memory-places.ts';
import { getJson, openWithTfjs, putJson, saveWithTfjs, tfl } from './other-side.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

const { Dense } = layers;
const x = [[0.1, -0.2, 0.3]];

type Layers = ConstructorParameters<typeof Sequential>[0];

function built(...made: NonNullable<Layers>): Sequential {
  const model = new Sequential([...made], { seed: 2 });
  model.build([3]);
  return model;
}

const warnings: string[] = [];

beforeEach(() => {
  files.clear();
  warnings.length = 0;
  jest.spyOn(console, 'warn').mockImplementation((text) => void warnings.push(String(text)));
});

afterEach(() => {
  jest.restoreAllMocks();
  tf.disposeVariables();
});

const predict = (model: Sequential | tfl.LayersModel) => [
  ...(model.predict(tf.tensor2d(x)) as tf.Tensor).dataSync(),
];

describe('model.json', () => {
  it.each([
    ['a layer', [layers.ActivityRegularization({ l1: 1 })], /no layer ActivityRegularization/],
    [
      'an activation',
      [Dense({ units: 2, activation: 'celu' })],
      /no activation celu, which layer "dense"/,
    ],
    ['hard_sigmoid', [Dense({ units: 2, activation: 'hard_sigmoid' })], /0[.]2·x [+] 0[.]5/],
    [
      'another ELU',
      [layers.Activation({ activation: 'gelu' }), layers.ELU({ alpha: 2 })],
      /no other ELU/,
    ],
    ['a slope', [layers.ReLU({ negativeSlope: 0.1 })], /no ReLU with a slope/],
    ['a threshold', [layers.ReLU({ threshold: 0.1 })], /no ReLU with a slope/],
    ['a name', [Dense({ units: 2, name: 'größe' })], /names of Latin letters/],
  ])('refuses what TensorFlow.js would compute otherwise: %s', async (_, made, message) => {
    await expect(built(...(made as NonNullable<Layers>)).save('model.json')).rejects.toThrow(
      message,
    );
    expect([...files.keys()]).toEqual([]);
  });

  it('leaves out seeds, with which TensorFlow.js would drop the same units in each step', async () => {
    const model = built(layers.Dropout({ rate: 0.5, seed: 3 }), Dense({ units: 1 }));
    await model.save('model.json');
    expect(getJson('model.json').modelTopology.config.layers[0].config.seed).toBeNull();
    expect((await loadModel('model.json')).toJSON()).toEqual(model.toJSON());
  });

  it('asks for the shape of the inputs', async () => {
    await expect(new Sequential([Dense({ units: 1 })]).save('model.json')).rejects.toThrow(
      /needs the shape of the inputs/,
    );
  });

  it.each([
    ['an optimizer', { optimizer: optimizers.Lion(), loss: 'mse' }, /no Lion whose steps/],
    ['Adadelta', { optimizer: optimizers.Adadelta(), loss: 'mse' }, /no Adadelta whose steps/],
    ['amsgrad', { optimizer: optimizers.Adam({ amsgrad: true }), loss: 'mse' }, /no amsgrad/],
    ['clipping', { optimizer: optimizers.SGD({ clipnorm: 1 }), loss: 'mse' }, /no clipnorm \(1\)/],
    [
      'a schedule',
      {
        optimizer: optimizers.SGD({
          learningRate: optimizers.schedules.ExponentialDecay({
            initialLearningRate: 0.1,
            decaySteps: 1,
            decayRate: 0.5,
          }),
        }),
        loss: 'mse',
      },
      /no schedules/,
    ],
    [
      'centering',
      { optimizer: optimizers.RMSprop({ centered: true }), loss: 'mse' },
      /centers RMSprop/,
    ],
    [
      'an epsilon',
      { optimizer: optimizers.Adagrad({ epsilon: 1e-3 }), loss: 'mse' },
      /Adagrad with the epsilon/,
    ],
    ['a loss', { optimizer: 'sgd', loss: losses.Huber() }, /no loss Huber/],
    ['hinges', { optimizer: 'sgd', loss: losses.Hinge() }, /no loss Hinge that means the same/],
    [
      'logits',
      { optimizer: 'sgd', loss: losses.BinaryCrossentropy({ fromLogits: true }) },
      /BinaryCrossentropy with fromLogits: true/,
    ],
  ] as const)(
    'says at once what TensorFlow.js cannot train with: %s',
    async (_, compile, message) => {
      const model = built(Dense({ units: 2 }));
      model.compile(compile as Parameters<Sequential['compile']>[0]);
      await model.trainOnBatch(x, [[0, 1]]);
      await model.save('model.json');
      expect(warnings.length).toBe(1);
      expect(warnings[0]).toMatch(message);
      expect(warnings[0]).toMatch(/so the file is not compiled/);
      expect(getJson('model.json')).not.toHaveProperty('trainingConfig');
      const theirs = await openWithTfjs('model.json');
      expect(theirs.optimizer).toBeUndefined();
      expect(predict(theirs)[0]).toBeCloseTo(predict(model)[0], 6);
      const own = await loadModel('model.json');
      expect(own.optimizerState).toEqual(model.optimizerState);
      expect(own.toJSON()).toEqual(model.toJSON());
    },
  );

  it('says what else of a training it leaves out, and predicts the same', async () => {
    const model = built(
      Dense({
        units: 2,
        kernelConstraint: constraints.MinMaxNorm({ minValue: 0.1, maxValue: 0.2, rate: 0.5 }),
        kernelInitializer: initializers.LecunUniform(),
        activityRegularizer: 'l1',
      }),
      layers.BatchNormalization({ scale: false }),
      layers.BatchNormalization({ trainable: false }),
      layers.LayerNormalization({ gammaConstraint: 'non_neg' }),
    );
    model.compile({
      optimizer: optimizers.Adamax(),
      loss: 'mse',
      metrics: ['mae', metrics.AUC(), 'cosine_similarity'],
      weightedMetrics: ['mse'],
    });
    await model.trainOnBatch(
      [...x, ...x],
      [
        [0, 1],
        [1, 0],
      ],
    );
    await model.save('model.json');
    expect(warnings.length).toBe(1);
    for (const part of [
      'does not keep to MinMaxNorm, the kernelConstraint of layer "dense"',
      'no penalty on the outputs of layer "dense"',
      'cannot train layer "batch_normalization"',
      'trains layer "batch_normalization_1" (BatchNormalization) as if it were not frozen',
      'does not keep to NonNeg, the gammaConstraint of layer "layer_normalization"',
      'does not measure AUC, cosine_similarity, mse',
      'empty accumulators, because it keeps none of Adamax',
    ]) {
      expect(warnings[0]).toContain(part);
    }
    const theirs = await openWithTfjs('model.json');
    expect(theirs.optimizer.getClassName()).toBe('Adamax');
    expect(predict(theirs)[0]).toBeCloseTo(predict(model)[0], 6);
    expect((await loadModel('model.json')).optimizerState).toEqual(model.optimizerState);
  });

  it.each([
    ['adadelta', 'meanSquaredError', /the optimizer "Adadelta"/],
    ['sgd', 'hinge', /the loss "hinge"/],
  ])(
    'of TensorFlow.js, compiled with %s and %s, is opened without',
    async (optimizer, loss, message) => {
      const theirs = tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [3] })] });
      theirs.compile({ optimizer, loss });
      await saveWithTfjs(theirs, 'model.json', { includeOptimizer: true });
      await expect(loadModel('model.json')).rejects.toThrow(message);
      const model = await loadModel('model.json', { compile: false });
      expect(predict(model)[0]).toBeCloseTo(predict(theirs)[0], 6);
    },
  );

  it('handed on by TensorFlow.js after further training holds no more than that', async () => {
    const model = built(Dense({ units: 2 }));
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    await model.save('model.json');
    const theirs = await openWithTfjs('model.json');
    await theirs.fit(tf.tensor2d(x), tf.tensor2d([[0, 1]]), { verbose: 0 });
    await saveWithTfjs(theirs, 'model.json', { includeOptimizer: true, shardBytes: 8 });
    expect(getJson('model.json').userDefinedMetadata).toHaveProperty('tsuno');
    const back = await loadModel('model.json');
    expect(predict(back)[0]).toBeCloseTo(predict(theirs)[0], 6);
    expect(predict(back)[0]).not.toBeCloseTo(predict(model)[0], 6);
    expect(back.optimizerState?.iterations).toBe(1);
  });

  it.each<[string, (json: Record<string, never>) => unknown, RegExp]>([
    [
      'a graph model',
      () => ({ format: 'graph-model', modelTopology: { node: [] } }),
      /is a graph model/,
    ],
    ['another format', (json) => ({ ...json, format: 'x' }), /of the format x/],
    ['no model', () => ({ a: 1 }), /has no modelTopology/],
    ['a list', () => [], /has no modelTopology/],
    ['a path that climbs', paths('../weights.bin'), /plain names/],
    ['a path of folders', paths('a/b.bin'), /plain names/],
    ['a path of Windows', paths('C:\\\\b.bin'), /plain names/],
    ['a path in code', paths('%2e%2e'), /plain names/],
    ['a dot', paths('..'), /plain names/],
    ['no path', paths(7), /plain names/],
    ['a missing file', paths('none.bin'), /no none.bin/],
    ['no manifest', (json) => ({ ...json, weightsManifest: 1 }), /must be a list of groups/],
    ['a large weight', spec({ shape: [3, 2 ** 50] }), /would have|take/],
    ['a weight above the budget', spec({ shape: [3, 2 ** 30] }), /more than are read/],
    ['a negative shape', spec({ shape: [-3] }), /a name and a shape/],
    ['another dtype', spec({ dtype: 'string' }), /dtype "string"/],
    ['another quantization', spec({ quantization: { dtype: 'uint4' } }), /quantization "uint4"/],
    [
      'a quantization without scale',
      spec({ quantization: { dtype: 'uint8', min: 0 } }),
      /with scale undefined/,
    ],
    ['a cut file', spec({ shape: [3, 3] }), /bytes, but/],
    [
      'another shape',
      spec({ shape: [2, 3] }),
      /holds no dense_Dense\d+\/kernel of shape \[3, 2\]: it is \[2, 3\] there/,
    ],
    ['Lambda', layer({ class_name: 'Lambda' }), /Lambda/],
    ['a layer of its own', layer({ class_name: 'Conv9D' }), /Conv9D/],
  ])('of strangers with %s is refused', async (_, change, message) => {
    const theirs = tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [3] })] });
    await saveWithTfjs(theirs, 'model.json');
    putJson('model.json', change(getJson('model.json')));
    const error: Error = await loadModel('model.json').catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TsunoError);
    expect(error.message).toMatch(message);
  });

  it('cut or flipped anywhere is refused, or the same model', async () => {
    const model = built(Dense({ units: 2, name: 'a' }), Dense({ units: 1, name: 'b' }));
    model.compile({ optimizer: optimizers.SGD({ momentum: 0.5 }), loss: 'mse' });
    await model.trainOnBatch(x, [[1]]);
    await model.save('model.json');
    const whole = new Map(files);
    const count = { refused: 0, same: 0 };
    const attempt = async (name: string, damaged: Uint8Array) => {
      files.set(name, damaged);
      try {
        const opened = await loadModel('model.json');
        expect(opened.toJSON()).toEqual(model.toJSON());
        expect([opened.weights, opened.optimizerState]).toEqual([
          model.weights,
          model.optimizerState,
        ]);
        count.same++;
      } catch (error) {
        expect(error).toBeInstanceOf(TsunoError);
        count.refused++;
      }
    };
    for (const [name, bytes] of whole) {
      const random = lcg(9, bytes.length);
      const step = name === 'model.json' ? 7 : 1;
      for (let at = 0; at < bytes.length; at += step) {
        await attempt(name, bytes.slice(0, at));
        const flipped = bytes.slice();
        flipped[at] ^= 1 << Math.floor(random[at] * 8);
        await attempt(name, flipped);
      }
      files.set(name, bytes);
    }
    expect(count.same).toBe(0);
    expect(count.refused).toBeGreaterThan(500);
  });
});

type Change = (json: Record<string, never>) => unknown;

// biome-ignore lint/suspicious/noExplicitAny: JSON of any form is made here.
type AnyJson = any;

function paths(path: unknown): Change {
  return (json: AnyJson) => {
    json.weightsManifest[0].paths = [path];
    return json;
  };
}

function spec(change: object): Change {
  return (json: AnyJson) => {
    Object.assign(json.weightsManifest[0].weights[0], change);
    return json;
  };
}

function layer(change: object): Change {
  return (json: AnyJson) => {
    Object.assign(json.modelTopology.config.layers[0], change);
    return json;
  };
}

import '../../../engine-tfjs/src/index.ts';
import { type Layer, OptionError, ShapeError, seededRng, tf, toConfigJson } from '@tsuno/core';
import { expectClose, uniform } from '../../../testing/src/index.ts';
import * as activations from '../../src/activations/index.ts';
import {
  Activation,
  type ActivationLayerOptions,
  Flatten,
  Input,
  ReLU,
  type ReLUOptions,
  Softmax,
} from '../../src/index.ts';

const MODE = { training: true, rng: seededRng(0), step: 0, update: () => {} };
const run = (layer: Layer, x: tf.Tensor) => layer.call(x, {}, MODE);

describe('Flatten', () => {
  it('makes one vector of each example, row by row', () => {
    const x = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
    expect(run(Flatten(), x).arraySync()).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    expect(Flatten().plan([2, 2], 'it')).toEqual({ output: [4], weights: [] });
  });

  it('makes a vector of one of a single number', () => {
    expect(run(Flatten(), tf.tensor1d([1, 2])).arraySync()).toEqual([[1], [2]]);
    expect(Flatten().plan([], 'it').output).toEqual([1]);
  });

  it('takes an empty batch', () => {
    expect(run(Flatten(), tf.zeros([0, 2, 3])).shape).toEqual([0, 6]);
  });
});

describe('Input', () => {
  it('says what the model is fed with and changes nothing', () => {
    const layer = Input({ shape: [2, 3] });
    expect(layer.inputShape).toEqual([2, 3]);
    const x = tf.ones([1, 2, 3]);
    expect(run(layer, x)).toBe(x);
    expect(layer.plan([2, 3], 'it')).toEqual({ output: [2, 3], weights: [] });
  });

  it('takes a batchShape, and forgets the batch', () => {
    expect(Input({ batchShape: [null, 784] }).inputShape).toEqual([784]);
    expect(Input({ batchShape: [32, 4, 4] }).inputShape).toEqual([4, 4]);
    expect(toConfigJson(Input({ batchShape: [null, 784] })).config).toEqual({ shape: [784] });
  });

  it('does not change with the list that it was given', () => {
    const shape = [2];
    const layer = Input({ shape });
    shape[0] = 3;
    expect(layer.inputShape).toEqual([2]);
  });

  it('refuses examples of another shape', () => {
    expect(() => Input({ shape: [784] }).plan([28, 28], 'layer "input" (Input)')).toThrow(
      ShapeError,
    );
    expect(() => Input({ shape: [784] }).plan([28, 28], 'layer "input" (Input)')).toThrow(
      'layer "input" (Input) takes examples of shape [784], got [28, 28].',
    );
  });

  const exactlyOne =
    'Input: give exactly one of shape (such as [784]) and batchShape (such as [null, 784]).';
  it.each([
    [undefined, exactlyOne],
    [{}, exactlyOne],
    [{ shape: [784], batchShape: [null, 784] }, exactlyOne],
    [
      { shape: 784 },
      'Input: shape must be a list of whole numbers of at least 1, without the batch size, such as [784], got 784.',
    ],
    [{ shape: [null, 784] }, 'without the batch size, such as [784], got [null, 784].'],
    [{ shape: [0] }, 'got [0].'],
    [
      { batchShape: [0, 784] },
      'Input: batchShape must be a list of whole numbers of at least 1, with the batch size or null in front, such as [null, 784], got [0, 784].',
    ],
    [
      { batchShape: [null, null] },
      'Input: batchShape must be a list of whole numbers of at least 1',
    ],
    [{ batchShape: [] }, 'with the batch size or null in front, such as [null, 784], got [].'],
    [
      { shape: Object.assign([784], { 2: 3 }) },
      'without the batch size, such as [784], got [784, ',
    ],
    [{ batchShape: [null, -1] }, 'Input: batchShape must be a list of whole numbers of at least 1'],
    [{ shape: [784], dtype: 'float32' }, 'Input: unknown option "dtype".'],
  ])('refuses %j', (options, message) => {
    expect(() => Input(options as object)).toThrow(OptionError);
    expect(() => Input(options as object)).toThrow(message);
  });
});

describe('Activation', () => {
  const x = tf.tensor2d([[-1, 0, 2]]);
  it.each([
    ['a name', () => Activation('relu')],
    ['a description', () => Activation(activations.relu())],
    ['a factory', () => Activation(activations.relu)],
    ['options', () => Activation({ activation: 'relu' })],
  ])('takes %s', (_what, make) => {
    expect([...run(make(), x).dataSync()]).toEqual([0, 0, 2]);
    expect(make().plan([3], 'it')).toEqual({ output: [3], weights: [] });
  });

  it('takes a name for itself in both forms', () => {
    expect(Activation('relu', { name: 'mine' }).name).toBe('mine');
    expect(Activation({ activation: 'relu', name: 'mine' }).name).toBe('mine');
  });

  it('takes null for none, and says what its outputs are', () => {
    expect([...run(Activation(null), x).dataSync()]).toEqual([-1, 0, 2]);
    expect(Activation('sigmoid').yields).toBe('probabilities');
    expect(Activation('linear').yields).toBe('logits');
  });

  it('refuses an unknown one, and unknown options', () => {
    expect(() => Activation('reluu' as 'relu')).toThrow(
      'Activation: activation "reluu" is not known. Did you mean "relu"?',
    );
    expect(() => Activation('relu', { nam: 'x' } as object)).toThrow(
      'Activation: unknown option "nam". Did you mean "name"?',
    );
    expect(() => Activation('relu', { activation: 'tanh' } as object)).toThrow(
      'Activation: unknown option "activation".',
    );
  });

  const make = Activation as unknown as (...given: unknown[]) => Layer;
  it.each([
    [[], 'Activation: activation is missing; it must be the name of one of the activations'],
    [[{}], 'Activation: activation is missing'],
    [[{ name: 'mine' }], 'Activation: activation is missing'],
    [[5], 'Activation: activation must be a name or an activation made by a factory, got 5.'],
    [[['relu']], 'Activation: options have names, Activation({ … }), got ["relu"].'],
    [[new Map()], 'Activation: options have names, Activation({ … }), got a Map.'],
    [[Promise.resolve('relu')], 'Is an await missing?'],
    [['relu', 'mine'], 'Activation: options have names, Activation({ … }), got "mine".'],
    [['relu', null], 'Activation: options have names, Activation({ … }), got null.'],
    [['relu', {}, {}], 'Activation: options have names'],
    [[{ activation: 'relu' }, { name: 'mine' }], 'Activation: options have names'],
  ])('refuses the arguments %j', (given, message) => {
    expect(() => make(...given)).toThrow(OptionError);
    expect(() => make(...given)).toThrow(message);
  });

  it('makes the same layer again', () => {
    const layer = Activation(activations.relu({ maxValue: 6 }), { name: 'mine' });
    expect(toConfigJson(Activation(layer.config as unknown as ActivationLayerOptions))).toEqual(
      toConfigJson(layer),
    );
  });
});

describe('ReLU', () => {
  it('is the activation relu with these options', () => {
    const x = tf.tensor2d([[-2, 0.25, 1, 9]]);
    expect([...run(ReLU(), x).dataSync()]).toEqual([0, 0.25, 1, 9]);
    const all = { negativeSlope: 0.5, maxValue: 6, threshold: 1 };
    expect([...run(ReLU(all), x).dataSync()]).toEqual([-1.5, -0.375, 1, 6]);
    expect(toConfigJson(ReLU(all)).config).toEqual(all);
  });

  it.each([
    [{ maxValue: -1 }, 'ReLU: maxValue must be a number in [0, ∞), got -1.'],
    [{ negativeSlope: -0.1 }, 'ReLU: negativeSlope must be a number in [0, ∞), got -0.1.'],
    [{ threshold: -1 }, 'ReLU: threshold must be a number in [0, ∞), got -1.'],
    [{ max_value: 6 }, 'ReLU: unknown option "max_value". Did you mean "maxValue"?'],
  ])('refuses %j, negative numbers as Keras does', (options, message) => {
    expect(() => ReLU(options as ReLUOptions)).toThrow(message);
  });
});

describe('Softmax', () => {
  it('adds up to 1 over its axis', () => {
    const x = tf.tensor2d([
      [0, Math.log(3)],
      [0, 0],
    ]);
    expectClose(run(Softmax(), x).dataSync(), [0.25, 0.75, 0.5, 0.5], { absolute: 1e-7 });
    expectClose(run(Softmax({ axis: 0 }), x).dataSync(), [0.5, 0.75, 0.5, 0.25], {
      absolute: 1e-7,
    });
    expect(Softmax().yields).toBe('probabilities');
  });

  it('refuses an axis that is no whole number', () => {
    expect(() => Softmax({ axis: 'last' as unknown as number })).toThrow(
      'axis must be a whole number',
    );
  });

  it('refuses inputs that have no such axis before it is called with any', () => {
    expect(Softmax({ axis: 2 }).plan([3, 4], 'it').output).toEqual([3, 4]);
    expect(() => Softmax({ axis: 2 }).plan([3], 'it')).toThrow(ShapeError);
    expect(() => Activation(activations.logSoftmax({ axis: -3 })).plan([3], 'it')).toThrow(
      'logSoftmax: axis -3 does not exist in outputs with 2 axes; it can be 0 to 1, or -1 for the last.',
    );
  });
});

describe('The gradient of a layer', () => {
  it.each([
    ['Flatten', Flatten(), [2, 2, 3]],
    ['Input', Input({ shape: [3] }), [2, 3]],
    ['Activation', Activation('tanh'), [2, 3]],
    ['ReLU', ReLU({ negativeSlope: 0.25, maxValue: 0.9, threshold: 0.125 }), [4, 3]],
    ['Softmax', Softmax({ axis: 1 }), [2, 3, 2]],
  ])('%s is that of finite differences', (_name, layer, shape) => {
    const size = shape.reduce((product, each) => product * each, 1);
    const x = uniform(8, size, -1, 1);
    const weights = uniform(9, size, -1, 1);
    const f = (values: tf.Tensor) =>
      tf.sum(tf.mul(tf.reshape(run(layer, values), [size]), tf.tensor1d(weights)));
    const gradient = tf.grad(f)(tf.tensor(x, shape)).dataSync();
    // h of 2⁻⁸ against float32 sums of size 1: noise of 10⁻⁷ / 2⁻⁸, and h² of curvature.
    const H = 2 ** -8;
    const differences = [...x].map((_, i) => {
      const at = (h: number) =>
        f(
          tf.tensor(
            x.map((value, j) => (j === i ? value + h : value)),
            shape,
          ),
        ).dataSync()[0];
      return (at(H) - at(-H)) / (2 * H);
    });
    expectClose(gradient, differences, { absolute: 2e-4 });
  });
});

describe('Every layer', () => {
  it.each([
    ['Flatten', (options: object) => Flatten(options)],
    ['Input', (options: object) => Input({ shape: [3], ...options })],
    ['Activation', (options: object) => Activation('relu', options)],
    ['ReLU', (options: object) => ReLU(options)],
    ['Softmax', (options: object) => Softmax(options)],
  ])('%s takes a name, refuses an empty one and inputShape', (kind, make) => {
    expect(make({ name: 'mine' })).toMatchObject({
      kind,
      type: 'layer',
      name: 'mine',
      trainable: true,
    });
    expect(() => make({ name: '' })).toThrow(`${kind}: name must be a non-empty string, got "".`);
    expect(() => make({ inputShape: [3] })).toThrow(`${kind}: inputShape is not an option.`);
  });
});

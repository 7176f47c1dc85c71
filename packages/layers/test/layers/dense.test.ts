import '../../../engine-tfjs/src/index.ts';
import { OptionError, ShapeError, seededRng, tf, toConfigJson } from '@tsuno/core';
import * as initializers from '@tsuno/initializers';
import { expectClose, uniform } from '../../../testing/src/index.ts';
import * as activations from '../../src/activations/index.ts';
import { Dense, type DenseOptions } from '../../src/index.ts';

/** Sums of five float32 products in another order. */
const FLOAT32 = { relative: 1e-5, absolute: 1e-6 };
const MODE = { training: false, rng: seededRng(0), step: 0, update: () => {} };

const [INPUTS, UNITS] = [5, 3];
const KERNEL = uniform(1, INPUTS * UNITS, -1, 1);
const BIAS = uniform(2, UNITS, -1, 1);

/** x·W + b, row by row, in doubles. */
function byLoops(x: Float32Array, bias: ArrayLike<number> = BIAS): number[] {
  const out: number[] = [];
  for (let row = 0; row < x.length / INPUTS; row++) {
    for (let unit = 0; unit < UNITS; unit++) {
      let sum = bias[unit];
      for (let i = 0; i < INPUTS; i++) sum += x[row * INPUTS + i] * KERNEL[i * UNITS + unit];
      out.push(sum);
    }
  }
  return out;
}

const weightsOf = () => ({ kernel: tf.tensor2d(KERNEL, [INPUTS, UNITS]), bias: tf.tensor1d(BIAS) });
const dense = (options: Partial<DenseOptions> = {}) => Dense({ units: UNITS, ...options });

describe('Dense', () => {
  it.each([[[4, INPUTS]], [[4, 2, INPUTS]], [[2, 2, 2, INPUTS]], [[1, INPUTS]]])(
    'is x·W + b on inputs of shape %j',
    (shape) => {
      const x = uniform(
        3,
        shape.reduce((product, size) => product * size, 1),
        -2,
        2,
      );
      const y = dense().call(tf.tensor(x, shape), weightsOf(), MODE);
      expect(y.shape).toEqual([...shape.slice(0, -1), UNITS]);
      expectClose(y.dataSync(), byLoops(x), FLOAT32);
    },
  );

  it('without a bias is x·W and asks for no bias', () => {
    const x = uniform(3, 2 * INPUTS, -2, 2);
    const layer = dense({ useBias: false });
    const { kernel } = weightsOf();
    const y = layer.call(tf.tensor2d(x, [2, INPUTS]), { kernel } as never, MODE);
    expectClose(y.dataSync(), byLoops(x, [0, 0, 0]), FLOAT32);
    expect(layer.plan([INPUTS], 'it').weights.map(({ name }) => name)).toEqual(['kernel']);
  });

  it('applies its activation to the scores, on any rank', () => {
    const x = uniform(3, 4 * INPUTS, -2, 2);
    const y = dense({ activation: 'tanh' }).call(tf.tensor(x, [2, 2, INPUTS]), weightsOf(), MODE);
    expectClose(y.dataSync(), byLoops(x).map(Math.tanh), FLOAT32);
    const p = dense({ activation: 'softmax' }).call(
      tf.tensor(x, [2, 2, INPUTS]),
      weightsOf(),
      MODE,
    );
    expectClose(tf.sum(p, -1).dataSync(), [1, 1, 1, 1], FLOAT32);
  });

  it('has the gradients Xᵀ·dY for the kernel, Σ dY for the bias and dY·Wᵀ for its input', () => {
    const x = tf.tensor2d(uniform(3, 2 * INPUTS, -2, 2), [2, INPUTS]);
    const dy = tf.tensor2d(uniform(4, 2 * UNITS, -2, 2), [2, UNITS]);
    const { kernel, bias } = weightsOf();
    const [dx, dKernel, dBias] = tf.grads((a, W, b) =>
      dense().call(a, { kernel: W, bias: b }, MODE),
    )([x, kernel, bias], dy);
    expectClose(dKernel.dataSync(), tf.matMul(x, dy, true).dataSync(), FLOAT32);
    expectClose(dBias.dataSync(), tf.sum(dy, 0).dataSync(), FLOAT32);
    expectClose(dx.dataSync(), tf.matMul(dy, kernel, false, true).dataSync(), FLOAT32);
  });

  it.each([
    ['linear', [2, INPUTS]],
    ['sigmoid', [2, INPUTS]],
    ['relu', [2, INPUTS]],
    ['tanh', [2, 2, INPUTS]],
    ['softmax', [2, 2, INPUTS]],
  ] as const)('with %s on %j has the gradients of finite differences', (activation, shape) => {
    const size = shape.reduce<number>((product, each) => product * each, 1);
    const given = [uniform(5, size, -1, 1), KERNEL, BIAS];
    const shapes = [shape, [INPUTS, UNITS], [UNITS]].map((each) => [...each]);
    const layer = dense({ activation });
    const tensors = given.map((values, i) => tf.tensor(values, shapes[i]));
    const out = [...shape.slice(0, -1), UNITS];
    const weights = tf.tensor(uniform(6, (size / INPUTS) * UNITS, -1, 1), out);
    const f = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) =>
      tf.sum(tf.mul(layer.call(x, { kernel, bias }, MODE), weights));
    const gradients = tf.grads(f)(tensors);
    // h of 2⁻⁸: the sum is about 3 with an error of 10⁻⁷ of that, so 10⁻⁴ of the quotient is noise.
    const H = 2 ** -8;
    given.forEach((values, which) => {
      const differences = [...values].map((_, i) => {
        const at = (h: number) =>
          f(
            ...(tensors.map((tensor, j) =>
              j === which
                ? tf.tensor(
                    values.map((value, n) => (n === i ? value + h : value)),
                    shapes[j],
                  )
                : tensor,
            ) as [tf.Tensor, tf.Tensor, tf.Tensor]),
          ).dataSync()[0];
        return (at(H) - at(-H)) / (2 * H);
      });
      expectClose(gradients[which].dataSync(), differences, { absolute: 5e-4 });
    });
  });
});

describe("Dense's plan", () => {
  it('asks for a kernel [inputs, units] and a bias [units], in that order', () => {
    const { output, weights } = dense().plan([INPUTS], 'it');
    expect(output).toEqual([UNITS]);
    expect(weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['kernel', [INPUTS, UNITS]],
      ['bias', [UNITS]],
    ]);
    expect(weights.map(({ initializer }) => initializer.kind)).toEqual(['GlorotUniform', 'Zeros']);
  });

  it('works on the last axis and keeps the others', () => {
    const { output, weights } = dense().plan([28, 28], 'it');
    expect(output).toEqual([28, UNITS]);
    expect(weights[0].shape).toEqual([28, UNITS]);
  });

  it('takes initializers by name, as a description and as a factory', () => {
    const layer = dense({
      kernelInitializer: initializers.Constant({ value: 2 }),
      biasInitializer: 'ones',
    });
    const [kernel, bias] = layer.plan([2], 'it').weights;
    expect([...kernel.initializer.call([1], seededRng(0))]).toEqual([2]);
    expect([...bias.initializer.call([2], seededRng(0))]).toEqual([1, 1]);
    expect(dense({ kernelInitializer: 'he_normal' }).config.kernelInitializer).toMatchObject({
      type: 'initializer',
      kind: 'HeNormal',
    });
  });

  it('refuses single numbers, and says how to give them', () => {
    expect(() => dense().plan([], 'layer "dense" (Dense)')).toThrow(ShapeError);
    expect(() => dense().plan([], 'layer "dense" (Dense)')).toThrow(
      'layer "dense" (Dense) takes vectors, but each example is a single number. Give x as [[1], [2], …] rather than [1, 2, …].',
    );
  });
});

describe("Dense's options", () => {
  it("have Keras's defaults", () => {
    expect(toConfigJson(Dense({ units: 25 }))).toEqual({
      type: 'layer',
      kind: 'Dense',
      config: {
        units: 25,
        activation: { type: 'activation', kind: 'linear', config: {} },
        useBias: true,
        kernelInitializer: { type: 'initializer', kind: 'GlorotUniform', config: {} },
        biasInitializer: { type: 'initializer', kind: 'Zeros', config: {} },
        kernelRegularizer: null,
        biasRegularizer: null,
        activityRegularizer: null,
        kernelConstraint: null,
        biasConstraint: null,
        trainable: true,
      },
    });
  });

  it('make the same layer again', () => {
    const layer = dense({
      activation: activations.relu({ negativeSlope: 0.1 }),
      name: 'mine',
      trainable: false,
    });
    expect(toConfigJson(Dense(layer.config as unknown as DenseOptions))).toEqual(
      toConfigJson(layer),
    );
    expect([layer.name, layer.trainable]).toEqual(['mine', false]);
  });

  it('take no activation as linear, and say what the outputs are', () => {
    expect(dense({ activation: null }).config.activation).toMatchObject({ kind: 'linear' });
    expect(dense().yields).toBe('logits');
    expect(dense({ activation: 'sigmoid' }).yields).toBe('probabilities');
    expect(dense({ activation: 'relu' }).yields).toBeUndefined();
  });

  it.each([
    [{ units: 0 }, 'Dense: units must be a whole number of at least 1, got 0.'],
    [{ units: 2.5 }, 'Dense: units must be a whole number of at least 1, got 2.5.'],
    [{ units: '25' }, 'Dense: units must be a whole number of at least 1, got "25".'],
    [{}, 'Dense: units is missing; it must be a whole number of at least 1.'],
    [{ units: 3, useBias: 1 }, 'Dense: useBias must be true or false, got 1.'],
    [{ units: 3, use_bias: true }, 'Dense: unknown option "use_bias". Did you mean "useBias"?'],
    [{ units: 3, trainable: 'no' }, 'Dense: trainable must be true or false, got "no".'],
    [{ units: 3, name: '' }, 'Dense: name must be a non-empty string, got "".'],
    [
      { units: 3, activation: 'sigmod' },
      'Dense: activation "sigmod" is not known. Did you mean "sigmoid"? Known are "celu", "elu",',
    ],
    [{ units: 3, kernelInitializer: 'glorot' }, 'Dense: kernelInitializer "glorot" is not known.'],
    [
      { units: 3, inputShape: [784] },
      'Dense: inputShape is not an option. Put layers.Input({ shape: [...] }) in front of the layer, or leave it out: the model is built from its first data.',
    ],
  ])('are refused when they are %j', (options, message) => {
    expect(() => Dense(options as unknown as DenseOptions)).toThrow(OptionError);
    expect(() => Dense(options as unknown as DenseOptions)).toThrow(message);
  });

  it('are refused with a sentence when they are a bare number', () => {
    expect(() => Dense(25 as unknown as DenseOptions)).toThrow(
      'Dense: options have names, Dense({ … }), got 25.',
    );
  });
});

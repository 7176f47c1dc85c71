import { OptionError, toConfigJson } from '@tsuno/core';
import { expectClose } from '../../testing/src/index.ts';
import { attach, SGD, type SGDOptions } from '../src/index.ts';

/** A handful of float32 roundings. */
const FLOAT32 = { absolute: 1e-6 };

/** Three steps from [1, 2, 3, 4] with gₜ = [t, −0.1, 10⁻⁶, 0] and α = 0.1, as in KERAS_SPEC section 6. */
function threeSteps(options: SGDOptions): Float32Array {
  const w = Float32Array.of(1, 2, 3, 4);
  const stepper = attach(SGD({ learningRate: 0.1, ...options }), { w });
  for (let t = 1; t <= 3; t++) stepper.apply({ w: [t, -0.1, 1e-6, 0] });
  return w;
}

describe('SGD', () => {
  it('is w ← w − α·g', () => {
    expectClose(threeSteps({}), [0.4, 2.03, 2.9999997, 4], FLOAT32);
  });

  it('with momentum is m ← μ·m − α·g and w ← w + m', () => {
    // By hand: m = −0.1, −0.29, −0.561.
    expectClose(threeSteps({ momentum: 0.9 }), [0.049, 2.0561, 2.99999944, 4], FLOAT32);
  });

  it("with Nesterov's is w ← w + μ·m − α·g with the new m", () => {
    expectClose(
      threeSteps({ momentum: 0.9, nesterov: true }),
      [-0.4559, 2.08049, 2.9999992, 4],
      FLOAT32,
    );
  });

  it('without momentum has no accumulator, and nesterov changes nothing', () => {
    expect(SGD().slots).toEqual({});
    expect(SGD({ momentum: 0.5 }).slots).toEqual({ momentum: 0 });
    expect(threeSteps({ nesterov: true })).toEqual(threeSteps({}));
  });

  it("has Keras's defaults in its config", () => {
    expect(toConfigJson(SGD())).toEqual({
      type: 'optimizer',
      kind: 'SGD',
      config: {
        learningRate: 0.01,
        momentum: 0,
        nesterov: false,
        name: 'sgd',
        weightDecay: null,
        excludeFromWeightDecay: [],
        clipnorm: null,
        clipvalue: null,
        globalClipnorm: null,
        useEma: false,
        emaMomentum: 0.99,
        emaOverwriteFrequency: null,
        gradientAccumulationSteps: null,
      },
    });
  });

  it.each([
    [{ learningRate: -1 }, 'SGD: learningRate must be a number in [0, ∞), got -1.'],
    [{ momentum: -0.1 }, 'SGD: momentum must be a number in [0, 1], got -0.1.'],
    [{ momentum: 1.1 }, 'SGD: momentum must be a number in [0, 1], got 1.1.'],
    [{ nesterov: 1 }, 'SGD: nesterov must be true or false, got 1.'],
    [{ name: 3 }, 'SGD: name must be a non-empty string, got 3.'],
    [
      { learning_rate: 0.1 },
      'SGD: unknown option "learning_rate". Did you mean "learningRate"? Its options are learningRate, momentum, nesterov, name, weightDecay, excludeFromWeightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps.',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => SGD(options as object)).toThrow(OptionError);
    expect(() => SGD(options as object)).toThrow(message);
  });
});

import { float64Arith, nextStep, OptionError, startProgress, toConfigJson } from '@tsuno/core';
import fc from 'fast-check';
import { expectClose } from '../../testing/src/index.ts';
import { Adam, attach } from '../src/index.ts';

/** A handful of float32 roundings. */
const FLOAT32 = { relative: 1e-6 };

/** The parameter after these gradients, in doubles. */
function inDoubles(
  optimizer: ReturnType<typeof Adam>,
  start: number,
  gradients: readonly number[],
) {
  let entry = { param: start, m: 0, v: 0 };
  let progress = startProgress(optimizer);
  for (const grad of gradients) {
    const next = nextStep(optimizer, progress);
    progress = next.progress;
    entry = optimizer.update(float64Arith, { ...entry, grad }, next.scalars.rule) as typeof entry;
  }
  return entry.param;
}

describe('Adam', () => {
  it("takes a first step of size learningRate whatever the gradient's scale", () => {
    // |Δw| = α·|g| / (|g| + ε/√(1 − β₂)): ε counts for less than a thousandth from |g| = 0.0032 on.
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 30, noNaN: true }),
        fc.constantFrom(-1, 1),
        fc.double({ min: 1e-4, max: 1, noNaN: true }),
        (power, sign, learningRate) => {
          const moved = inDoubles(Adam({ learningRate }), 0, [sign * 10 ** power]);
          expectClose([moved], [-sign * learningRate], { relative: 1e-3 });
        },
      ),
      { seed: 5, numRuns: 100 },
    );
  });

  it('does not move where the gradient is 0', () => {
    expect(inDoubles(Adam(), 1, [0, 0, 0])).toBe(1);
  });

  it('adds epsilon before the bias correction, as Keras does: tiny gradients tell the forms apart', () => {
    // KERAS_SPEC: w₀ = [1, 2, 3, 4], α = 0.1, gₜ = [t, −0.1, 10⁻⁶, 0], Keras's formula in doubles.
    const rule = Adam({ learningRate: 0.1 });
    const after = (steps: number) =>
      [1, 2, 3, 4].map((start, i) =>
        inDoubles(
          rule,
          start,
          Array.from({ length: steps }, (_, t) => [t + 1, -0.1, 1e-6, 0][i]),
        ),
      );
    expectClose(after(1), [0.9000003, 2.0999968, 2.9759747, 4], { absolute: 5e-8 });
    // PyTorch's and tfjs's form would give 2.90 and 2.72 here.
    expectClose([after(3)[2]], [2.9097], { absolute: 5e-6 });
  });

  it('gives the same golden over a Float32Array', () => {
    const w = Float32Array.of(1, 2, 3, 4);
    attach(Adam({ learningRate: 0.1 }), { w }).apply({ w: [1, -0.1, 1e-6, 0] });
    expectClose(w, [0.9000003, 2.0999968, 2.9759747, 4], FLOAT32);
  });

  it('is the formula: m and v are averages, the step is α·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε)', () => {
    const [learningRate, beta1, beta2, epsilon] = [0.3, 0.6, 0.7, 0.01];
    const gradients = [2, -1, 0.5, 4];
    let [w, m, v] = [1, 0, 0];
    gradients.forEach((g, index) => {
      const t = index + 1;
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g * g;
      const alpha = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
      w -= (alpha * m) / (Math.sqrt(v) + epsilon);
    });
    const got = inDoubles(Adam({ learningRate, beta1, beta2, epsilon }), 1, gradients);
    // The same numbers, added in another order, in doubles.
    expectClose([got], [w], { relative: 1e-14 });
  });

  it("has Keras's defaults in its config", () => {
    expect(toConfigJson(Adam())).toEqual({
      type: 'optimizer',
      kind: 'Adam',
      config: {
        learningRate: 1e-3,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-7,
        amsgrad: false,
        variant: 'keras',
        name: 'adam',
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
    expect(Adam({ learningRate: 0.5 }).learningRate).toBe(0.5);
  });

  it('multiplies β₁ᵗ and β₂ᵗ up, one factor a step', () => {
    const rule = Adam({ beta1: 0.5, beta2: 0.25 });
    let { progress } = nextStep(rule, startProgress(rule));
    progress = nextStep(rule, progress).progress;
    expect(progress.carry).toEqual({ beta1Power: 0.25, beta2Power: 0.0625 });
  });

  it.each([
    [{ learningRate: -1e-3 }, 'Adam: learningRate must be a number in [0, ∞), got -0.001.'],
    [{ learningRate: Number.NaN }, 'Adam: learningRate must be a number in [0, ∞), got NaN.'],
    [{ learningRate: '0.1' }, 'Adam: learningRate must be a number, a schedule such as'],
    [{ beta1: 1 }, 'Adam: beta1 must be a number in [0, 1), got 1.'],
    [{ beta1: -0.1 }, 'Adam: beta1 must be a number in [0, 1), got -0.1.'],
    [{ beta2: 1 }, 'Adam: beta2 must be a number in [0, 1), got 1.'],
    [{ epsilon: 0 }, 'Adam: epsilon must be a number in (0, ∞), got 0.'],
    [{ name: '' }, 'Adam: name must be a non-empty string, got "".'],
    [
      { learning_rate: 0.1 },
      'Adam: unknown option "learning_rate". Did you mean "learningRate"? Its options are learningRate, beta1, beta2, epsilon, amsgrad, variant, name, weightDecay, excludeFromWeightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps.',
    ],
    [{ beta_1: 0.1 }, 'Adam: unknown option "beta_1". Did you mean "beta1"?'],
  ])('refuses %j', (options, message) => {
    expect(() => Adam(options as object)).toThrow(OptionError);
    expect(() => Adam(options as object)).toThrow(message);
  });

  it('takes a learning rate of 0 and a whole one, unlike Keras', () => {
    expect(Adam({ learningRate: 0 }).learningRate).toBe(0);
    expect(Adam({ learningRate: 1 }).learningRate).toBe(1);
  });
});

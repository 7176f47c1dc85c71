import {
  type Arith,
  type Loss,
  type LossRule,
  type OptionsOf,
  option,
  power,
  powerSlope,
  requireAxisIn,
  type Shown,
} from '@tsuno/core';
import { OF_YES_OR_NO } from './crossentropy-options.ts';
import { elementwiseLoss } from './elementwise-loss.ts';
import { smoothed } from './label-smoothing.ts';
import { declareLoss } from './loss-options.ts';
import { requireYesOrNo } from './targets.ts';
import { crossentropyOfProbability } from './yes-or-no.ts';

const declared = declareLoss('BinaryFocalCrossentropy', 'binary_focal_crossentropy', {
  /** Whether yes is weighted by α and no by 1 − α. */
  applyClassBalancing: option.boolean(false),
  /** α: the weight of yes, for `applyClassBalancing`. */
  alpha: option.number('[0, 1]', 0.25),
  /** γ: how much less examples count that are nearly right; 0 is the plain cross-entropy. */
  gamma: option.number('[0, ∞)', 2),
  ...OF_YES_OR_NO,
});

export interface BinaryFocalCrossentropyOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Cross-entropy of yes and no that looks away from what is easy: (1 − pₜ)^γ times the binary cross-entropy, averaged
 * over an example's outputs, where pₜ = y·p + (1 − y)(1 − p) is the probability given to the right answer. p is the
 * output, with `fromLogits: true` its sigmoid.
 *
 * Targets lie between 0 and 1 and have the shape of the outputs; for one output [n] will do as well as [n, 1].
 *
 * @throws LabelError for targets outside [0, 1] or of another shape.
 * @see https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const loss = losses.BinaryFocalCrossentropy({ gamma: 2 });
 * const mean = losses.compute(loss, tf.tensor1d([1]), tf.tensor2d([[0.75]]));
 * console.assert(Math.abs(mean.dataSync()[0] - 0.25 ** 2 * -Math.log(0.75)) < 1e-6);
 */
export function BinaryFocalCrossentropy(options: BinaryFocalCrossentropyOptions = {}): Loss {
  const described = declared.read(arguments);
  const { applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, axis } = described.config;
  const rule = focal(gamma, applyClassBalancing ? alpha : null);
  return elementwiseLoss({
    ...described,
    axis,
    expects: fromLogits ? 'logits' : 'probabilities',
    checkTargets(targets, output) {
      requireYesOrNo('BinaryFocalCrossentropy', targets, output);
      requireAxisIn('BinaryFocalCrossentropy', axis, output);
    },
    rule: smoothed(labelSmoothing, fromLogits ? throughSigmoid(rule) : rule),
  });
}

/** The rule for a probability. `alpha` is null where the classes are not balanced. */
function focal(gamma: number, alpha: number | null): LossRule {
  /** 1 − pₜ, in the order of Keras's roundings. */
  const wrong = <T>(k: Arith<T>, y: T, p: T) =>
    k.sub(1, k.add(k.mul(y, p), k.mul(k.sub(1, y), k.sub(1, p))));
  const balanced = <T>(k: Arith<T>, y: T, value: T) =>
    alpha === null ? value : k.mul(k.add(k.mul(y, alpha), k.mul(k.sub(1, y), 1 - alpha)), value);
  return {
    value(k, y, p) {
      const factor = power(k, wrong(k, y, p), gamma);
      return balanced(k, y, k.mul(factor, crossentropyOfProbability.value(k, y, p)));
    },
    derivative(k, y, p) {
      const rest = wrong(k, y, p);
      const crossentropy = crossentropyOfProbability.value(k, y, p);
      // d(1 − pₜ)/dp = 1 − 2y.
      const ofFactor = k.mul(powerSlope(k, rest, gamma), k.sub(1, k.mul(2, y)));
      const ofCrossentropy = crossentropyOfProbability.derivative(k, y, p);
      return balanced(
        k,
        y,
        k.add(k.mul(ofFactor, crossentropy), k.mul(power(k, rest, gamma), ofCrossentropy)),
      );
    },
  };
}

/** The rule for a score z whose sigmoid is the probability: dσ/dz = σ(1 − σ). */
function throughSigmoid(rule: LossRule): LossRule {
  const sigmoid = <T>(k: Arith<T>, z: T) => k.div(1, k.add(1, k.exp(k.neg(z))));
  return {
    value: (k, y, z) => rule.value(k, y, sigmoid(k, z)),
    derivative(k, y, z) {
      const p = sigmoid(k, z);
      return k.mul(rule.derivative(k, y, p), k.mul(p, k.sub(1, p)));
    },
  };
}

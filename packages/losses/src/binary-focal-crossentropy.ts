import {
  type Arith,
  type LossRule,
  power,
  powerSlope,
  requireBoolean,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { requireAxis, requireAxisIn } from './axis.ts';
import { elementwiseLoss } from './elementwise-loss.ts';
import { smoothed } from './label-smoothing.ts';
import { checkLossOptions, type LossOptions } from './loss-options.ts';
import { requireYesOrNo } from './targets.ts';
import { crossentropyOfProbability } from './yes-or-no.ts';

export interface BinaryFocalCrossentropyOptions extends LossOptions {
  /** Whether yes is weighted by α and no by 1 − α. */
  readonly applyClassBalancing?: boolean;
  /** α: the weight of yes, for `applyClassBalancing`. */
  readonly alpha?: number;
  /** γ: how much less examples count that are nearly right; 0 is the plain cross-entropy. */
  readonly gamma?: number;
  /** True when the outputs are raw scores (a linear last layer), false when they are probabilities (sigmoid). */
  readonly fromLogits?: boolean;
  /** s: how far each target is drawn towards ½, y(1 − s) + s/2. */
  readonly labelSmoothing?: number;
  /** The axis that is averaged over, counted with the batch as 0. */
  readonly axis?: number;
}

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
export function BinaryFocalCrossentropy({
  applyClassBalancing = false,
  alpha = 0.25,
  gamma = 2,
  fromLogits = false,
  labelSmoothing = 0,
  axis = -1,
  reduction = 'sum_over_batch_size',
  name = 'binary_focal_crossentropy',
  ...unknown
}: BinaryFocalCrossentropyOptions = {}) {
  requireNamedOptions('BinaryFocalCrossentropy', arguments);
  const focus = { applyClassBalancing, alpha, gamma };
  const config = { ...focus, fromLogits, labelSmoothing, axis, reduction, name };
  requireBoolean('BinaryFocalCrossentropy', { applyClassBalancing, fromLogits });
  requireInterval('BinaryFocalCrossentropy', { alpha, labelSmoothing }, '[0, 1]');
  requireInterval('BinaryFocalCrossentropy', { gamma }, '[0, ∞)');
  requireAxis('BinaryFocalCrossentropy', axis);
  checkLossOptions('BinaryFocalCrossentropy', config, unknown);
  const rule = focal(gamma, applyClassBalancing ? alpha : null);
  return elementwiseLoss({
    kind: 'BinaryFocalCrossentropy',
    config,
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

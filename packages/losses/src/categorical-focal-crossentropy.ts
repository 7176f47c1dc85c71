import {
  defineLoss,
  OptionError,
  power,
  requireBoolean,
  requireInterval,
  requireNamedOptions,
  type Shape,
  ShapeError,
  show,
  tensorArith,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { axisIn, requireAxis, requireAxisIn } from './axis.ts';
import { classesLast } from './classes-last.ts';
import { shares } from './log-probabilities.ts';
import { checkLossOptions, type LossOptions } from './loss-options.ts';
import { alignTargets, requireDistributions, smoothedDistributions } from './targets.ts';

export interface CategoricalFocalCrossentropyOptions extends LossOptions {
  /** α: the weight of all classes, or one weight for each class. */
  readonly alpha?: number | readonly number[];
  /** γ: how much less classes count that are nearly right. */
  readonly gamma?: number;
  /** True when the outputs are raw scores (a linear last layer), false when they are probabilities (softmax). */
  readonly fromLogits?: boolean;
  /** s: how much of each target is spread evenly over the K classes, y(1 − s) + s/K. */
  readonly labelSmoothing?: number;
  /** The axis along which the classes lie, counted with the batch as 0. */
  readonly axis?: number;
}

/**
 * Cross-entropy between distributions that looks away from what is easy: −Σₖ α(1 − pₖ)^γ yₖ log pₖ for each example,
 * where p is the outputs, with `fromLogits: true` their softmax, divided by their sum and kept within
 * [10⁻⁷, 1 − 10⁻⁷].
 *
 * Targets and outputs are [n, classes].
 *
 * @throws LabelError for class numbers instead of one-hot targets, and for targets outside [0, 1].
 * @see https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const loss = losses.CategoricalFocalCrossentropy({ alpha: 1 });
 * const mean = losses.compute(loss, tf.tensor2d([[0, 1]]), tf.tensor2d([[0.25, 0.75]]));
 * console.assert(Math.abs(mean.dataSync()[0] - 0.25 ** 2 * -Math.log(0.75)) < 1e-6);
 */
export function CategoricalFocalCrossentropy({
  alpha = 0.25,
  gamma = 2,
  fromLogits = false,
  labelSmoothing = 0,
  axis = -1,
  reduction = 'sum_over_batch_size',
  name = 'categorical_focal_crossentropy',
  ...unknown
}: CategoricalFocalCrossentropyOptions = {}) {
  requireNamedOptions('CategoricalFocalCrossentropy', arguments);
  const config = { alpha, gamma, fromLogits, labelSmoothing, axis, reduction, name };
  requireWeights(alpha);
  requireBoolean('CategoricalFocalCrossentropy', { fromLogits });
  requireInterval('CategoricalFocalCrossentropy', { labelSmoothing }, '[0, 1]');
  requireInterval('CategoricalFocalCrossentropy', { gamma }, '[0, ∞)');
  requireAxis('CategoricalFocalCrossentropy', axis);
  checkLossOptions('CategoricalFocalCrossentropy', config, unknown);
  return defineLoss({
    kind: 'CategoricalFocalCrossentropy',
    config,
    expects: fromLogits ? 'logits' : 'probabilities',
    checkTargets(targets, output) {
      requireDistributions('CategoricalFocalCrossentropy', targets, output);
      requireAxisIn('CategoricalFocalCrossentropy', axis, output);
      requireWeightPerClass(alpha, axis, output);
    },
    call(yTrue, yPred) {
      const targets = smoothedDistributions(alignTargets(yTrue, yPred), labelSmoothing);
      const [y, scores] = [targets, yPred].map((each) =>
        classesLast('CategoricalFocalCrossentropy', each, axis),
      );
      // Unlike the plain cross-entropy it goes through probabilities for logits too.
      const p = shares(fromLogits ? tf.softmax(scores) : scores);
      const focus = power(tensorArith, tf.sub(1, p), gamma);
      const weights = typeof alpha === 'number' ? alpha : tf.tensor1d([...alpha]);
      return tf.neg(tf.sum(tf.mul(tf.mul(focus, weights), tf.mul(y, tf.log(p))), -1));
    },
  });
}

function requireWeights(alpha: unknown): void {
  const weights: readonly unknown[] = Array.isArray(alpha) ? alpha : [alpha];
  const valid = weights.every((weight) => Number.isFinite(weight) && (weight as number) >= 0);
  if (valid && weights.length > 0) return;
  throw new OptionError(
    `CategoricalFocalCrossentropy: alpha must be a number of at least 0, or a list of one for each class, got ${show(alpha)}.`,
  );
}

function requireWeightPerClass(
  alpha: number | readonly number[],
  axis: number,
  output: Shape,
): void {
  const classes = output[axisIn('CategoricalFocalCrossentropy', axis, output.length + 1) - 1];
  if (typeof alpha === 'number' || alpha.length === classes) return;
  throw new ShapeError(
    `CategoricalFocalCrossentropy: alpha has ${alpha.length} weights, but there are ${classes} classes.`,
  );
}

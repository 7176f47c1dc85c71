import { defineLoss, requireBoolean, requireInterval, requireNamedOptions } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { isOnlyAxis, requireAxis, requireAxisIn } from './axis.ts';
import { classesLast } from './classes-last.ts';
import { logProbabilities } from './log-probabilities.ts';
import { checkLossOptions, type LossOptions } from './loss-options.ts';
import { alignTargets, requireDistributions, smoothedDistributions } from './targets.ts';

export interface CategoricalCrossentropyOptions extends LossOptions {
  /** True when the outputs are raw scores (a linear last layer), false when they are probabilities (softmax). */
  readonly fromLogits?: boolean;
  /** s: how much of each target is spread evenly over the K classes, y(1 − s) + s/K. */
  readonly labelSmoothing?: number;
  /** The axis along which the classes lie, counted with the batch as 0. */
  readonly axis?: number;
}

/**
 * Cross-entropy between distributions, one-hot ones as a rule: −Σₖ yₖ log pₖ for each example, where p =
 * softmax(output) with `fromLogits: true`, and otherwise the outputs divided by their sum and kept within
 * [10⁻⁷, 1 − 10⁻⁷].
 *
 * Targets and outputs are [n, classes].
 *
 * @throws LabelError for class numbers instead of one-hot targets, and for targets outside [0, 1].
 * @see https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const loss = losses.CategoricalCrossentropy();
 * const mean = losses.compute(loss, tf.tensor2d([[0, 1]]), tf.tensor2d([[0.2, 0.8]]));
 * console.assert(Math.abs(mean.dataSync()[0] + Math.log(0.8)) < 1e-6);
 */
export function CategoricalCrossentropy({
  fromLogits = false,
  labelSmoothing = 0,
  axis = -1,
  reduction = 'sum_over_batch_size',
  name = 'categorical_crossentropy',
  ...unknown
}: CategoricalCrossentropyOptions = {}) {
  requireNamedOptions('CategoricalCrossentropy', arguments);
  const config = { fromLogits, labelSmoothing, axis, reduction, name };
  requireBoolean('CategoricalCrossentropy', { fromLogits });
  requireInterval('CategoricalCrossentropy', { labelSmoothing }, '[0, 1]');
  requireAxis('CategoricalCrossentropy', axis);
  checkLossOptions('CategoricalCrossentropy', config, unknown);
  return defineLoss({
    kind: 'CategoricalCrossentropy',
    config,
    expects: fromLogits ? 'logits' : 'probabilities',
    checkTargets(targets, output) {
      requireDistributions('CategoricalCrossentropy', targets, output);
      requireAxisIn('CategoricalCrossentropy', axis, output);
    },
    lower: (output) =>
      isOnlyAxis(axis, output)
        ? {
            op: 'crossentropy',
            fromLogits,
            targets: 'distribution',
            scale: 1 - labelSmoothing,
            shift: labelSmoothing / output[0],
          }
        : null,
    call(yTrue, yPred) {
      const targets = smoothedDistributions(alignTargets(yTrue, yPred), labelSmoothing);
      const [y, scores] = [targets, yPred].map((each) =>
        classesLast('CategoricalCrossentropy', each, axis),
      );
      return tf.neg(tf.sum(tf.mul(y, logProbabilities(scores, fromLogits)), -1));
    },
  });
}

import {
  defineLoss,
  isOnlyAxis,
  type Loss,
  type OptionsOf,
  requireAxisIn,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { classesLast } from './classes-last.ts';
import { OF_DISTRIBUTIONS } from './crossentropy-options.ts';
import { logProbabilities } from './log-probabilities.ts';
import { declareLoss } from './loss-options.ts';
import { alignTargets, requireDistributions, smoothedDistributions } from './targets.ts';

const declared = declareLoss(
  'CategoricalCrossentropy',
  'categorical_crossentropy',
  OF_DISTRIBUTIONS,
);

export interface CategoricalCrossentropyOptions extends OptionsOf<typeof declared>, Shown {}

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
export function CategoricalCrossentropy(options: CategoricalCrossentropyOptions = {}): Loss {
  const described = declared.read(arguments);
  const { fromLogits, labelSmoothing, axis } = described.config;
  return defineLoss({
    ...described,
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

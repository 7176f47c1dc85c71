import {
  axisIn,
  defineLoss,
  type Loss,
  type OptionsOf,
  option,
  power,
  requireAxisIn,
  type Shape,
  ShapeError,
  type Shown,
  tensorArith,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { classesLast } from './classes-last.ts';
import { OF_DISTRIBUTIONS } from './crossentropy-options.ts';
import { shares } from './log-probabilities.ts';
import { declareLoss } from './loss-options.ts';
import { alignTargets, requireDistributions, smoothedDistributions } from './targets.ts';

const declared = declareLoss('CategoricalFocalCrossentropy', 'categorical_focal_crossentropy', {
  /** α: the weight of all classes, or one weight for each class. */
  alpha: option.filled(option.oneOrList(option.number('[0, ∞)'), 0.25)),
  /** γ: how much less classes count that are nearly right. */
  gamma: option.number('[0, ∞)', 2),
  ...OF_DISTRIBUTIONS,
});

export interface CategoricalFocalCrossentropyOptions extends OptionsOf<typeof declared>, Shown {}

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
export function CategoricalFocalCrossentropy(
  options: CategoricalFocalCrossentropyOptions = {},
): Loss {
  const described = declared.read(arguments);
  const { alpha, gamma, fromLogits, labelSmoothing, axis } = described.config;
  return defineLoss({
    ...described,
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

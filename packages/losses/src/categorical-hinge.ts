import { defineLoss, type Loss } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareLoss, type LossOptions } from './loss-options.ts';
import { alignTargets, requireDistributions } from './targets.ts';

const declared = declareLoss('CategoricalHinge', 'categorical_hinge', {});

/**
 * How far the score of the right class is from leading every other by 1: max(1 + max((1 − y)·ŷ) − Σ y·ŷ, 0) for each
 * example.
 *
 * Targets are one-hot; targets and outputs are [n, classes].
 *
 * @throws LabelError for class numbers instead of one-hot targets, and for targets outside [0, 1].
 * @see https://keras.io/api/losses/hinge_losses/#categoricalhinge-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const [y, scores] = [tf.tensor2d([[0, 1, 0]]), tf.tensor2d([[1, 3, 2.5]])];
 * console.assert(losses.compute(losses.CategoricalHinge(), y, scores).dataSync()[0] === 0.5);
 */
export function CategoricalHinge(options: LossOptions = {}): Loss {
  return defineLoss({
    ...declared.read(arguments),
    checkTargets: (targets, output) => requireDistributions('CategoricalHinge', targets, output),
    call(yTrue, yPred) {
      const y = alignTargets(yTrue, yPred);
      const own = tf.sum(tf.mul(y, yPred), -1);
      const best = tf.max(tf.mul(tf.sub(1, y), yPred), -1);
      const shortfall = tf.add(tf.sub(best, own), 1);
      // max(x, 0) as ½(x + |x|), whose derivative at 0 is ½, as that of JAX's maximum.
      return tf.mul(0.5, tf.add(shortfall, tf.abs(shortfall)));
    },
  });
}

import { EPSILON, type Loss } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { clip, slopeOfClip } from './kinks.ts';
import { declareLoss, type LossOptions } from './loss-options.ts';
import { requireDistributions } from './targets.ts';

const declared = declareLoss('KLDivergence', 'kl_divergence', {});

/**
 * The Kullback–Leibler divergence of distributions: Σ y log(y / p) for each example, where y and p are kept within
 * [10⁻⁷, 1].
 *
 * Targets and outputs are probabilities, [n, classes].
 *
 * @throws LabelError for targets outside [0, 1] or of another shape.
 * @see https://keras.io/api/losses/probabilistic_losses/#kldivergence-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const [y, p] = [tf.tensor2d([[0.5, 0.5]]), tf.tensor2d([[0.25, 0.75]])];
 * const divergence = losses.compute(losses.KLDivergence(), y, p).dataSync()[0];
 * console.assert(Math.abs(divergence - (Math.log(2) + Math.log(2 / 3)) / 2) < 1e-6);
 */
export function KLDivergence(options: LossOptions = {}): Loss {
  return elementwiseLoss({
    ...declared.read(arguments),
    expects: 'probabilities',
    over: 'sum',
    checkTargets: (targets, output) => requireDistributions('KLDivergence', targets, output),
    rule: {
      value(k, y, output) {
        const target = clip(k, y, EPSILON, 1);
        return k.mul(target, k.log(k.div(target, clip(k, output, EPSILON, 1))));
      },
      derivative(k, y, output) {
        const slope = k.div(clip(k, y, EPSILON, 1), clip(k, output, EPSILON, 1));
        return k.neg(k.mul(slope, slopeOfClip(k, output, EPSILON, 1)));
      },
    },
  });
}

KLDivergence.aliases = ['kld', 'KLD'] as const;

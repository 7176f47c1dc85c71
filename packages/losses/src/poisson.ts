import { EPSILON, type Loss } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { declareLoss, type LossOptions } from './loss-options.ts';
import { requireTargetPerOutput, requireTargetsBetween } from './targets.ts';

const declared = declareLoss('Poisson', 'poisson', {});

/**
 * The mean of ŷ − y log(ŷ + 10⁻⁷) over an example's outputs: how unlikely the counts y are when ŷ are the rates of
 * Poisson distributions, up to a constant. Outputs must be positive; an `exponential` or `softplus` activation sees to
 * that.
 *
 * Targets are counts, 0 or more, of the shape of the outputs; for one output [n] will do as well as [n, 1].
 *
 * @throws LabelError for negative targets and for targets of another shape.
 * @see https://keras.io/api/losses/probabilistic_losses/#poisson-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const mean = losses.compute(losses.Poisson(), tf.tensor1d([0, 3]), tf.tensor2d([[2], [1]]));
 * console.assert(Math.abs(mean.dataSync()[0] - 1.5) < 1e-6);
 */
export function Poisson(options: LossOptions = {}): Loss {
  return elementwiseLoss({
    ...declared.read(arguments),
    checkTargets(targets, output) {
      requireTargetPerOutput('Poisson', targets, output);
      requireTargetsBetween('Poisson', targets, [0, Infinity]);
    },
    rule: {
      value: (k, y, output) => k.sub(output, k.mul(y, k.log(k.add(output, EPSILON)))),
      derivative: (k, y, output) => k.sub(1, k.div(y, k.add(output, EPSILON))),
    },
  });
}

import type { Loss } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { requireSides, shortfall, sideOf } from './hinge-sides.ts';
import { slopeOfMax } from './kinks.ts';
import { declareLoss, type LossOptions } from './loss-options.ts';

const declared = declareLoss('Hinge', 'hinge', {});

/**
 * The mean of max(1 − y·ŷ, 0) over an example's outputs, for scores whose sign is the answer.
 *
 * Targets are 0 or 1, or −1 or 1, where 0 counts as −1 (Keras decides that batch by batch; here all targets must be
 * of one kind, which gives the same numbers). They have the shape of the outputs; for one output [n] will do as well
 * as [n, 1].
 *
 * @throws LabelError for other targets, and for 0 beside −1.
 * @see https://keras.io/api/losses/hinge_losses/#hinge-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const mean = losses.compute(losses.Hinge(), tf.tensor1d([1, 0]), tf.tensor2d([[0.5], [-3]]));
 * console.assert(mean.dataSync()[0] === 0.25);
 */
export function Hinge(options: LossOptions = {}): Loss {
  return elementwiseLoss({
    ...declared.read(arguments),
    checkTargets: (targets, output) => requireSides('Hinge', targets, output),
    rule: {
      value: (k, y, output) => k.max(shortfall(k, y, output), 0),
      derivative: (k, y, output) =>
        k.neg(k.mul(sideOf(k, y), slopeOfMax(k, shortfall(k, y, output), 0))),
    },
  });
}

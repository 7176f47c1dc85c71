import type { Loss } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { declareLoss, type LossOptions } from './loss-options.ts';
import { requireTargetPerOutput } from './targets.ts';

const declared = declareLoss('MeanAbsoluteError', 'mean_absolute_error', {});

/**
 * The mean of the absolute differences: (1/k) Σ |y − ŷ| over an example's k outputs. Where an output is exactly right
 * its derivative is −1, as in Keras on JAX.
 *
 * Targets have the shape of the outputs; for one output [n] will do as well as [n, 1].
 *
 * @throws LabelError for targets of another shape.
 * @see https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const mean = losses.compute(losses.MeanAbsoluteError(), tf.tensor1d([1, 2]), tf.tensor2d([[1], [4]]));
 * console.assert(mean.dataSync()[0] === 1);
 */
export function MeanAbsoluteError(options: LossOptions = {}): Loss {
  return elementwiseLoss({
    ...declared.read(arguments),
    checkTargets: (targets, output) => requireTargetPerOutput('MeanAbsoluteError', targets, output),
    rule: {
      value: (k, y, output) => k.abs(k.sub(y, output)),
      derivative: (k, y, output) => k.whereGreater(output, y, 1, -1),
    },
  });
}

MeanAbsoluteError.aliases = ['mae', 'MAE'] as const;

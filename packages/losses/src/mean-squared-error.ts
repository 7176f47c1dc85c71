import type { Loss } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { declareLoss, type LossOptions } from './loss-options.ts';
import { requireTargetPerOutput } from './targets.ts';

const declared = declareLoss('MeanSquaredError', 'mean_squared_error', {});

/**
 * The mean of the squared differences: (1/k) Σ (y − ŷ)² over an example's k outputs. (No ½.)
 *
 * Targets have the shape of the outputs; for one output [n] will do as well as [n, 1].
 *
 * @throws LabelError for targets of another shape.
 * @see https://keras.io/api/losses/regression_losses/#meansquarederror-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const mean = losses.compute(losses.MeanSquaredError(), tf.tensor1d([1, 2]), tf.tensor2d([[1], [4]]));
 * console.assert(mean.dataSync()[0] === 2);
 */
export function MeanSquaredError(options: LossOptions = {}): Loss {
  return elementwiseLoss({
    ...declared.read(arguments),
    checkTargets: (targets, output) => requireTargetPerOutput('MeanSquaredError', targets, output),
    rule: {
      value: (k, y, output) => k.square(k.sub(y, output)),
      derivative: (k, y, output) => k.mul(2, k.sub(output, y)),
    },
  });
}

MeanSquaredError.aliases = ['mse', 'MSE'] as const;

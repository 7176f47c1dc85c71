import { type Arith, EPSILON, type Loss } from '@tsuno/core';
import { elementwiseLoss } from './elementwise-loss.ts';
import { declareLoss, type LossOptions } from './loss-options.ts';
import { requireTargetPerOutput } from './targets.ts';

const declared = declareLoss('MeanAbsolutePercentageError', 'mean_absolute_percentage_error', {});

/**
 * The mean of the absolute differences in percent of the targets: 100·(1/k) Σ |y − ŷ| / max(|y|, 10⁻⁷) over an
 * example's k outputs. Targets near 0 make it enormous.
 *
 * Targets have the shape of the outputs; for one output [n] will do as well as [n, 1].
 *
 * @throws LabelError for targets of another shape.
 * @see https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const loss = losses.MeanAbsolutePercentageError();
 * const mean = losses.compute(loss, tf.tensor1d([1, 2]), tf.tensor2d([[1], [3]]));
 * console.assert(mean.dataSync()[0] === 25);
 */
export function MeanAbsolutePercentageError(options: LossOptions = {}): Loss {
  return elementwiseLoss({
    ...declared.read(arguments),
    checkTargets: (targets, output) =>
      requireTargetPerOutput('MeanAbsolutePercentageError', targets, output),
    rule: {
      value: (k, y, output) => k.mul(100, k.abs(k.div(k.sub(y, output), size(k, y)))),
      derivative: (k, y, output) => k.div(k.whereGreater(output, y, 100, -100), size(k, y)),
    },
  });
}

MeanAbsolutePercentageError.aliases = ['mape', 'MAPE'] as const;

const size = <T>(k: Arith<T>, y: T) => k.max(k.abs(y), EPSILON);

import type { Metric } from '@tsuno/core';
import { MeanAbsoluteError as MeanAbsoluteErrorLoss } from '@tsuno/losses';
import { meanOfLoss } from './mean-of-loss.ts';
import type { MetricOptions } from './metric-options.ts';

/**
 * The mean of the absolute differences over all examples: the loss of the same name, as a metric.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/regression_metrics/#meanabsoluteerror-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.MeanAbsoluteError();
 * console.assert(metric.name === 'mean_absolute_error');
 */
export function MeanAbsoluteError<const N extends string = 'mean_absolute_error'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  return meanOfLoss(MeanAbsoluteErrorLoss, arguments);
}

MeanAbsoluteError.aliases = ['mae', 'MAE'] as const;

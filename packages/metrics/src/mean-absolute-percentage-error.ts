import type { Metric } from '@tsuno/core';
import { MeanAbsolutePercentageError as MeanAbsolutePercentageErrorLoss } from '@tsuno/losses';
import { meanOfLoss } from './mean-of-loss.ts';
import type { MetricOptions } from './metric-options.ts';

/**
 * The mean of 100·|y − ŷ| / |y| over all examples: the loss of the same name, as a metric.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/regression_metrics/#meanabsolutepercentageerror-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.MeanAbsolutePercentageError();
 * console.assert(metric.name === 'mean_absolute_percentage_error');
 */
export function MeanAbsolutePercentageError<
  const N extends string = 'mean_absolute_percentage_error',
>(options: MetricOptions<N> = {}): Metric<N> {
  return meanOfLoss(MeanAbsolutePercentageErrorLoss, arguments);
}

MeanAbsolutePercentageError.aliases = ['mape', 'MAPE'] as const;

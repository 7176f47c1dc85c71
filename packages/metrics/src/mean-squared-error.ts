import type { Metric } from '@tsuno/core';
import { MeanSquaredError as MeanSquaredErrorLoss } from '@tsuno/losses';
import { meanOfLoss } from './mean-of-loss.ts';
import type { MetricOptions } from './metric-options.ts';

/**
 * The mean of the squared differences over all examples: the loss of the same name, as a metric.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/regression_metrics/#meansquarederror-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.MeanSquaredError();
 * console.assert(metric.name === 'mean_squared_error');
 */
export function MeanSquaredError<const N extends string = 'mean_squared_error'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  return meanOfLoss(MeanSquaredErrorLoss, arguments);
}

MeanSquaredError.aliases = ['mse', 'MSE'] as const;

import type { Metric } from '@tsuno/core';
import { MeanSquaredLogarithmicError as MeanSquaredLogarithmicErrorLoss } from '@tsuno/losses';
import { meanOfLoss } from './mean-of-loss.ts';
import type { MetricOptions } from './metric-options.ts';

/**
 * The mean of (log(1 + y) − log(1 + ŷ))² over all examples: the loss of the same name, as a metric.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/regression_metrics/#meansquaredlogarithmicerror-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.MeanSquaredLogarithmicError();
 * console.assert(metric.name === 'mean_squared_logarithmic_error');
 */
export function MeanSquaredLogarithmicError<
  const N extends string = 'mean_squared_logarithmic_error',
>(options: MetricOptions<N> = {}): Metric<N> {
  return meanOfLoss(MeanSquaredLogarithmicErrorLoss, arguments);
}

MeanSquaredLogarithmicError.aliases = ['msle', 'MSLE'] as const;

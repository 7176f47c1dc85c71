import { MeanSquaredError as MeanSquaredErrorLoss } from '@tsuno/losses';
import { meanOfLoss } from './mean-of-loss.ts';
import type { MetricOptions } from './metric-options.ts';

/**
 * The mean of the squared differences over all examples: the loss of the same name, as a metric.
 *
 * @throws LabelError for targets of another shape than the outputs.
 * @see https://keras.io/api/metrics/regression_metrics/#meansquarederror-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * metrics.MeanSquaredError();
 */
export function MeanSquaredError(options: MetricOptions = {}) {
  return meanOfLoss('MeanSquaredError', MeanSquaredErrorLoss, options);
}

MeanSquaredError.aliases = ['mse', 'MSE'] as const;

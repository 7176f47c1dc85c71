import type { Metric } from '@tsuno/core';
import { SquaredHinge as SquaredHingeLoss } from '@tsuno/losses';
import { meanOfLoss } from './mean-of-loss.ts';
import type { MetricOptions } from './metric-options.ts';

/**
 * The mean of max(1 − y·ŷ, 0)² over all examples: the loss of the same name, as a metric.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/hinge_metrics/#squaredhinge-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.SquaredHinge();
 * console.assert(metric.name === 'squared_hinge');
 */
export function SquaredHinge<const N extends string = 'squared_hinge'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  return meanOfLoss(SquaredHingeLoss, arguments);
}

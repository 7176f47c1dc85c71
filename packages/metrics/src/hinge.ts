import type { Metric } from '@tsuno/core';
import { Hinge as HingeLoss } from '@tsuno/losses';
import { meanOfLoss } from './mean-of-loss.ts';
import type { MetricOptions } from './metric-options.ts';

/**
 * The mean of max(1 − y·ŷ, 0) over all examples: the loss of the same name, as a metric.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/hinge_metrics/#hinge-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.Hinge();
 * console.assert(metric.name === 'hinge');
 */
export function Hinge<const N extends string = 'hinge'>(options: MetricOptions<N> = {}): Metric<N> {
  return meanOfLoss(HingeLoss, arguments);
}

import type { Metric } from '@tsuno/core';
import { Poisson as PoissonLoss } from '@tsuno/losses';
import { meanOfLoss } from './mean-of-loss.ts';
import type { MetricOptions } from './metric-options.ts';

/**
 * The mean of ŷ − y log ŷ over all examples: the loss of the same name, as a metric.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#poisson-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.Poisson();
 * console.assert(metric.name === 'poisson');
 */
export function Poisson<const N extends string = 'poisson'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  return meanOfLoss(PoissonLoss, arguments);
}

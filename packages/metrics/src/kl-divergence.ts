import type { Metric } from '@tsuno/core';
import { KLDivergence as KLDivergenceLoss } from '@tsuno/losses';
import { meanOfLoss } from './mean-of-loss.ts';
import type { MetricOptions } from './metric-options.ts';

/**
 * The mean of Σ y log(y / p) over all examples: the loss of the same name, as a metric.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#kldivergence-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.KLDivergence();
 * console.assert(metric.name === 'kl_divergence');
 */
export function KLDivergence<const N extends string = 'kl_divergence'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  return meanOfLoss(KLDivergenceLoss, arguments);
}

KLDivergence.aliases = ['kld', 'KLD'] as const;

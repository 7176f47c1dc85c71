import type { Metric } from '@tsuno/core';
import { CategoricalHinge as CategoricalHingeLoss } from '@tsuno/losses';
import { meanOfLoss } from './mean-of-loss.ts';
import type { MetricOptions } from './metric-options.ts';

/**
 * The mean of max(1 + max((1 − y)·ŷ) − Σ y·ŷ, 0) over all examples: the loss of the same name, as a metric.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/hinge_metrics/#categoricalhinge-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.CategoricalHinge();
 * console.assert(metric.name === 'categorical_hinge');
 */
export function CategoricalHinge<const N extends string = 'categorical_hinge'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  return meanOfLoss(CategoricalHingeLoss, arguments);
}

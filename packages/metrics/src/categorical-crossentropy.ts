import type { Metric } from '@tsuno/core';
import {
  CategoricalCrossentropy as CategoricalCrossentropyLoss,
  type CategoricalCrossentropyOptions,
} from '@tsuno/losses';
import { type LossMetricOptions, meanOfLoss } from './mean-of-loss.ts';

/**
 * The mean of −Σₖ yₖ log pₖ over all examples: the loss of the same name, as a metric. Without `fromLogits` it follows
 * the model's loss.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#categoricalcrossentropy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.CategoricalCrossentropy({ name: 'entropy' });
 * console.assert(metric.name === 'entropy');
 */
export function CategoricalCrossentropy<const N extends string = 'categorical_crossentropy'>(
  options: LossMetricOptions<CategoricalCrossentropyOptions, N> = {},
): Metric<N> {
  return meanOfLoss(CategoricalCrossentropyLoss, arguments);
}

import type { Metric } from '@tsuno/core';
import {
  SparseCategoricalCrossentropy as SparseCategoricalCrossentropyLoss,
  type SparseCategoricalCrossentropyOptions,
} from '@tsuno/losses';
import { type LossMetricOptions, meanOfLoss } from './mean-of-loss.ts';

/**
 * The mean of −log p[y] over all examples: the loss of the same name, as a metric. Without `fromLogits` it follows
 * the model's loss.
 * With `ignoreClass` such positions give 0. As in Keras they still count as examples, unless there are sample weights.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#sparsecategoricalcrossentropy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.SparseCategoricalCrossentropy({ name: 'entropy' });
 * console.assert(metric.name === 'entropy');
 */
export function SparseCategoricalCrossentropy<
  const N extends string = 'sparse_categorical_crossentropy',
>(options: LossMetricOptions<SparseCategoricalCrossentropyOptions, N> = {}): Metric<N> {
  return meanOfLoss(SparseCategoricalCrossentropyLoss, arguments);
}

import type { Metric } from '@tsuno/core';
import {
  BinaryCrossentropy as BinaryCrossentropyLoss,
  type BinaryCrossentropyOptions,
} from '@tsuno/losses';
import { type LossMetricOptions, meanOfLoss } from './mean-of-loss.ts';

/**
 * The mean of −y log p − (1 − y) log(1 − p) over all examples: the loss of the same name, as a metric. Without `fromLogits` it follows
 * the model's loss.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#binarycrossentropy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * const metric = metrics.BinaryCrossentropy({ name: 'entropy' });
 * console.assert(metric.name === 'entropy');
 */
export function BinaryCrossentropy<const N extends string = 'binary_crossentropy'>(
  options: LossMetricOptions<BinaryCrossentropyOptions, N> = {},
): Metric<N> {
  return meanOfLoss(BinaryCrossentropyLoss, arguments);
}

BinaryCrossentropy.aliases = ['bce', 'BCE'] as const;

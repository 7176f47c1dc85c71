import {
  SparseCategoricalCrossentropy as SparseCategoricalCrossentropyLoss,
  type SparseCategoricalCrossentropyOptions,
} from '@tsuno/losses';
import { type LossMetricOptions, meanOfLoss } from './mean-of-loss.ts';

/**
 * The mean of −log p[y] over all examples: the loss of the same name, as a metric. Without `fromLogits` it follows the
 * model's loss.
 *
 * @throws LabelError for targets that the loss refuses.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#sparsecategoricalcrossentropy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * metrics.SparseCategoricalCrossentropy({ name: 'entropy' });
 */
export function SparseCategoricalCrossentropy(
  options: LossMetricOptions<SparseCategoricalCrossentropyOptions> = {},
) {
  return meanOfLoss('SparseCategoricalCrossentropy', SparseCategoricalCrossentropyLoss, options);
}

import type { Metric } from '@tsuno/core';
import {
  CosineSimilarity as CosineSimilarityLoss,
  type CosineSimilarityOptions,
} from '@tsuno/losses';
import { type LossMetricOptions, meanOfLoss } from './mean-of-loss.ts';

/**
 * The mean cosine of the angle between target and output: Σ yₖ·ŷₖ / (‖y‖·‖ŷ‖), 1 where they point the same way. (The
 * loss of the same name is minus that.)
 *
 * @throws LabelError for targets of another shape than the outputs.
 * @see https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.CosineSimilarity().direction === 'up');
 */
export function CosineSimilarity<const N extends string = 'cosine_similarity'>(
  options: LossMetricOptions<CosineSimilarityOptions, N> = {},
): Metric<N> {
  return meanOfLoss(CosineSimilarityLoss, arguments, { isNegated: true });
}

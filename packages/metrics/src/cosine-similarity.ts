import type { Metric } from '@tsuno/core';
import { requireNamedOptions } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import {
  CosineSimilarity as CosineSimilarityLoss,
  type CosineSimilarityOptions,
} from '@tsuno/losses';
import type { LossMetricOptions } from './mean-of-loss.ts';
import { checkMetricOptions } from './metric-options.ts';
import { weightedMean } from './weighted-mean.ts';

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
export function CosineSimilarity<const N extends string = 'cosine_similarity'>({
  axis = -1,
  name = 'cosine_similarity' as N,
  ...unknown
}: LossMetricOptions<CosineSimilarityOptions, N> = {}): Metric<N> {
  requireNamedOptions('CosineSimilarity', arguments);
  const config = { axis, name };
  checkMetricOptions('CosineSimilarity', config, unknown);
  const loss = CosineSimilarityLoss({ axis });
  return weightedMean({
    kind: 'CosineSimilarity',
    config,
    direction: 'up',
    checkTargets: loss.checkTargets,
    values: (yTrue, yPred) => tf.neg(loss.call(yTrue, yPred)),
  });
}

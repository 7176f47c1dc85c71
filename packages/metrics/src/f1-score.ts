import type { Metric } from '@tsuno/core';
import { requireNamedOptions } from '@tsuno/core';
import { type FScoreOptions, fScore } from './f-score.ts';
import { checkMetricOptions } from './metric-options.ts';

/**
 * The harmonic mean of precision and recall, 2·P·R / (P + R), of each class and then averaged over them. Targets are
 * one-hot, or 0 and 1 with a `threshold`.
 *
 * Keras's default is a list of one score for each class, which is no single number: here it is their mean.
 *
 * @throws LabelError when the targets are not of the outputs' shape; OptionError for one output without a threshold.
 * @see https://keras.io/api/metrics/classification_metrics/#f1score-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.F1Score({ average: 'micro', threshold: 0.5 }).name === 'f1_score');
 */
export function F1Score<const N extends string = 'f1_score'>({
  average = 'macro',
  threshold = null,
  name = 'f1_score' as N,
  ...unknown
}: FScoreOptions<N> = {}): Metric<N> {
  requireNamedOptions('F1Score', arguments);
  const config = { average, threshold, name };
  checkMetricOptions('F1Score', config, unknown);
  return fScore('F1Score', 1, config);
}

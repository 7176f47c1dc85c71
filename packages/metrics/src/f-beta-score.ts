import { type Metric, requireInterval, requireNamedOptions } from '@tsuno/core';
import { type FScoreOptions, fScore } from './f-score.ts';
import { checkMetricOptions } from './metric-options.ts';

export interface FBetaScoreOptions<N extends string = string> extends FScoreOptions<N> {
  /** β: how many times as much recall counts as precision. */
  readonly beta?: number;
}

/**
 * The weighted harmonic mean of precision and recall, (1 + β²)·P·R / (β²·P + R), of each class and then averaged over
 * them. Targets are one-hot, or 0 and 1 with a `threshold`.
 *
 * Keras's default is a list of one score for each class, which is no single number: here it is their mean.
 *
 * @throws LabelError when the targets are not of the outputs' shape; OptionError for one output without a threshold.
 * @see https://keras.io/api/metrics/classification_metrics/#fbetascore-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.FBetaScore({ beta: 2 }).name === 'fbeta_score');
 */
export function FBetaScore<const N extends string = 'fbeta_score'>({
  average = 'macro',
  beta = 1,
  threshold = null,
  name = 'fbeta_score' as N,
  ...unknown
}: FBetaScoreOptions<N> = {}): Metric<N> {
  requireNamedOptions('FBetaScore', arguments);
  const config = { average, beta, threshold, name };
  requireInterval('FBetaScore', { beta }, '(0, ∞)');
  checkMetricOptions('FBetaScore', config, unknown);
  return fScore('FBetaScore', beta, config);
}

import { type Metric, option } from '@tsuno/core';
import { fScore, OF_F_SCORE } from './f-score.ts';
import { declareMetric, type MetricOptions, type OwnOptionsOf } from './metric-options.ts';

const declared = declareMetric('FBetaScore', 'fbeta_score', {
  /** β: how many times as much recall counts as precision. */
  beta: option.number('(0, ∞)', 1),
  ...OF_F_SCORE,
});

export interface FBetaScoreOptions<N extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MetricOptions<N> {}

/**
 * The weighted harmonic mean of precision and recall, (1 + β²)·P·R / (β²·P + R), of each class and then averaged over
 * them. Targets are one-hot, or 0 and 1 with a `threshold`.
 *
 * Keras's default is a list of one score for each class, which is no single number: here it is their mean.
 *
 * @throws LabelError when the targets are not of the outputs' shape, or not 0 or 1; OptionError for one output without a threshold.
 * @see https://keras.io/api/metrics/classification_metrics/#fbetascore-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.FBetaScore({ beta: 2 }).name === 'fbeta_score');
 */
export function FBetaScore<const N extends string = 'fbeta_score'>(
  options: FBetaScoreOptions<N> = {},
): Metric<N> {
  const described = declared.read<N>(arguments);
  return fScore({ ...described, beta: described.config.beta });
}

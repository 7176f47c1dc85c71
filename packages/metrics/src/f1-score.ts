import type { Metric } from '@tsuno/core';
import { type FScoreOptions, fScore, OF_F_SCORE } from './f-score.ts';
import { declareMetric } from './metric-options.ts';

const declared = declareMetric('F1Score', 'f1_score', OF_F_SCORE);

/**
 * The harmonic mean of precision and recall, 2·P·R / (P + R), of each class and then averaged over them. Targets are
 * one-hot, or 0 and 1 with a `threshold`.
 *
 * Keras's default is a list of one score for each class, which is no single number: here it is their mean.
 *
 * @throws LabelError when the targets are not of the outputs' shape, or not 0 or 1; OptionError for one output without a threshold.
 * @see https://keras.io/api/metrics/classification_metrics/#f1score-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.F1Score({ average: 'micro', threshold: 0.5 }).name === 'f1_score');
 */
export function F1Score<const N extends string = 'f1_score'>(
  options: FScoreOptions<N> = {},
): Metric<N> {
  return fScore({ ...declared.read<N>(arguments), beta: 1 });
}

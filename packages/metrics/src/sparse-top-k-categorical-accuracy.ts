import { type Metric, requireNamedOptions, requireWhole } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { requireLabelPerRow } from './class-labels.ts';
import { inTopK, rowInTopK } from './in-top-k.ts';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { weightedMean } from './weighted-mean.ts';

export interface SparseTopKCategoricalAccuracyOptions<N extends string = string>
  extends MetricOptions<N> {
  /** Among how many of the largest outputs the right one must be. */
  readonly k?: number;
}

/**
 * The share of examples whose class number is among those of the k largest outputs.
 *
 * @throws LabelError when the targets are not one class number each.
 * @see https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.SparseTopKCategoricalAccuracy({ k: 3, name: 'top3' }).name === 'top3');
 */
export function SparseTopKCategoricalAccuracy<
  const N extends string = 'sparse_top_k_categorical_accuracy',
>({
  k = 5,
  name = 'sparse_top_k_categorical_accuracy' as N,
  ...unknown
}: SparseTopKCategoricalAccuracyOptions<N> = {}): Metric<N> {
  requireNamedOptions('SparseTopKCategoricalAccuracy', arguments);
  const config = { k, name };
  requireWhole('SparseTopKCategoricalAccuracy', { k }, 1);
  checkMetricOptions('SparseTopKCategoricalAccuracy', config, unknown);
  return weightedMean({
    kind: 'SparseTopKCategoricalAccuracy',
    config,
    direction: 'up',
    checkTargets: requireLabelPerRow('SparseTopKCategoricalAccuracy'),
    ofRow: (yTrue, target, yPred, output, width) =>
      rowInTopK(yTrue[target], yPred, output, width, k),
    values(yTrue, yPred) {
      const labels = tf.reshape(tf.cast(yTrue, 'int32'), yPred.shape.slice(0, -1));
      return inTopK(labels, yPred, k);
    },
  });
}

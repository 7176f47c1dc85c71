import { type Metric, option } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { requireLabelPerRow } from './class-labels.ts';
import { inTopK, rowInTopK } from './in-top-k.ts';
import { declareMetric, type MetricOptions, type OwnOptionsOf } from './metric-options.ts';
import { weightedMean } from './weighted-mean.ts';

const declared = declareMetric(
  'SparseTopKCategoricalAccuracy',
  'sparse_top_k_categorical_accuracy',
  {
    /** Among how many of the largest outputs the right one must be. */
    k: option.whole('[1, ∞)', 5),
  },
);

export interface SparseTopKCategoricalAccuracyOptions<N extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MetricOptions<N> {}

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
>(options: SparseTopKCategoricalAccuracyOptions<N> = {}): Metric<N> {
  const described = declared.read<N>(arguments);
  const { k } = described.config;
  return weightedMean({
    ...described,
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

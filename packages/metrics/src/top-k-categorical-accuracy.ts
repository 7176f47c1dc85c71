import { type Metric, option } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { inTopK, rowInTopK } from './in-top-k.ts';
import { declareMetric, type MetricOptions, type OwnOptionsOf } from './metric-options.ts';
import { requireSameShape } from './same-shape.ts';
import { argMaxAt, weightedMean } from './weighted-mean.ts';

const declared = declareMetric('TopKCategoricalAccuracy', 'top_k_categorical_accuracy', {
  /** Among how many of the largest outputs the right one must be. */
  k: option.whole('[1, ∞)', 5),
});

export interface TopKCategoricalAccuracyOptions<N extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MetricOptions<N> {}

/**
 * The share of examples whose one-hot target is among the k largest outputs.
 *
 * @throws LabelError when the targets are not of the outputs' shape.
 * @see https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.TopKCategoricalAccuracy({ k: 3, name: 'top3' }).name === 'top3');
 */
export function TopKCategoricalAccuracy<const N extends string = 'top_k_categorical_accuracy'>(
  options: TopKCategoricalAccuracyOptions<N> = {},
): Metric<N> {
  const described = declared.read<N>(arguments);
  const { k } = described.config;
  return weightedMean({
    ...described,
    direction: 'up',
    checkTargets: requireSameShape('TopKCategoricalAccuracy'),
    ofRow: (yTrue, target, yPred, output, width) =>
      rowInTopK(argMaxAt(yTrue, target, width), yPred, output, width, k),
    values: (yTrue, yPred) => inTopK(tf.argMax(yTrue, -1), yPred, k),
  });
}

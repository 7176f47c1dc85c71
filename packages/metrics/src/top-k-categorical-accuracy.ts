import { type Metric, requireNamedOptions, requireWhole } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { inTopK, rowInTopK } from './in-top-k.ts';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { requireSameShape } from './same-shape.ts';
import { argMaxAt, weightedMean } from './weighted-mean.ts';

export interface TopKCategoricalAccuracyOptions<N extends string = string>
  extends MetricOptions<N> {
  /** Among how many of the largest outputs the right one must be. */
  readonly k?: number;
}

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
export function TopKCategoricalAccuracy<const N extends string = 'top_k_categorical_accuracy'>({
  k = 5,
  name = 'top_k_categorical_accuracy' as N,
  ...unknown
}: TopKCategoricalAccuracyOptions<N> = {}): Metric<N> {
  requireNamedOptions('TopKCategoricalAccuracy', arguments);
  const config = { k, name };
  requireWhole('TopKCategoricalAccuracy', { k }, 1);
  checkMetricOptions('TopKCategoricalAccuracy', config, unknown);
  return weightedMean({
    kind: 'TopKCategoricalAccuracy',
    config,
    direction: 'up',
    checkTargets: requireSameShape('TopKCategoricalAccuracy'),
    ofRow: (yTrue, target, yPred, output, width) =>
      rowInTopK(argMaxAt(yTrue, target, width), yPred, output, width, k),
    values: (yTrue, yPred) => inTopK(tf.argMax(yTrue, -1), yPred, k),
  });
}

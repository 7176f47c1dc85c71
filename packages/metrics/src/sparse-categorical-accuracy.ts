import type { Metric } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { requireLabelPerRow } from './class-labels.ts';
import { declareMetric, type MetricOptions } from './metric-options.ts';
import { argMaxAt, weightedMean } from './weighted-mean.ts';

const declared = declareMetric('SparseCategoricalAccuracy', 'sparse_categorical_accuracy', {});

/**
 * The share of examples whose largest output is at the class number: mean of [argmax ŷ = y].
 *
 * @throws LabelError when the targets are not one class number each.
 * @see https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * metrics.SparseCategoricalAccuracy({ name: 'share_right' });
 */
export function SparseCategoricalAccuracy<const N extends string = 'sparse_categorical_accuracy'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  return weightedMean({
    ...declared.read<N>(arguments),
    direction: 'up',
    checkTargets: requireLabelPerRow('SparseCategoricalAccuracy'),
    ofRow: (yTrue, target, yPred, output, width) =>
      argMaxAt(yPred, output, width) === yTrue[target] ? 1 : 0,
    values(yTrue, yPred) {
      const chosen = tf.argMax(yPred, -1);
      const labels = tf.reshape(tf.cast(yTrue, 'int32'), chosen.shape);
      return tf.cast(tf.equal(chosen, labels), 'float32');
    },
  });
}

import { tf } from '@tsuno/core';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { weightedMean } from './weighted-mean.ts';

/**
 * The share of examples whose largest output is at the class number: mean of [argmax ŷ = y].
 *
 * @see https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * metrics.SparseCategoricalAccuracy({ name: 'share_right' });
 */
export function SparseCategoricalAccuracy({
  name = 'sparse_categorical_accuracy',
  ...unknown
}: MetricOptions = {}) {
  const config = { name };
  checkMetricOptions('SparseCategoricalAccuracy', config, unknown);
  return weightedMean({
    kind: 'SparseCategoricalAccuracy',
    config,
    direction: 'up',
    values(yTrue, yPred) {
      const chosen = tf.argMax(yPred, -1);
      const labels = tf.reshape(tf.cast(yTrue, 'int32'), chosen.shape);
      return tf.cast(tf.equal(chosen, labels), 'float32');
    },
  });
}

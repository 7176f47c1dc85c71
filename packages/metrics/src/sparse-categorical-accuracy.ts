import { LabelError, showShape, sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { argMaxAt, weightedMean } from './weighted-mean.ts';

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
    checkTargets({ shape }, output) {
      const positions = output.slice(0, -1);
      if (sizeOf(shape) === sizeOf(positions)) return;
      throw new LabelError(
        `SparseCategoricalAccuracy: each target must be a class number, of shape ${showShape(positions)}, got ${showShape(shape)}. The string 'accuracy' picks the accuracy that fits.`,
      );
    },
    ofRow: (yTrue, target, yPred, output, width) =>
      argMaxAt(yPred, output, width) === yTrue[target] ? 1 : 0,
    values(yTrue, yPred) {
      const chosen = tf.argMax(yPred, -1);
      const labels = tf.reshape(tf.cast(yTrue, 'int32'), chosen.shape);
      return tf.cast(tf.equal(chosen, labels), 'float32');
    },
  });
}

import { defineMetric, type Metric, tf } from '@tsuno/core';

/**
 * A metric that is the mean of one value per example over all batches: Σ v·w / Σ w, and 0 before the first.
 * Keras's `MeanMetricWrapper`.
 */
export function weightedMean<C extends Metric['config'] & { readonly name: string }>({
  values,
  ...metric
}: {
  readonly kind: string;
  readonly config: C;
  readonly direction: 'up' | 'down';
  readonly forLogits?: Metric;
  readonly checkTargets?: Metric['checkTargets'];
  readonly values: (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;
}) {
  return defineMetric({
    ...metric,
    measure(yTrue, yPred, sampleWeight) {
      const v = values(yTrue, yPred);
      if (sampleWeight === null) return tf.stack([tf.sum(v), tf.scalar(v.size)]) as tf.Tensor1D;
      const spread =
        sampleWeight.rank < v.rank
          ? tf.reshape(sampleWeight, [-1, ...Array(v.rank - 1).fill(1)])
          : tf.reshape(sampleWeight, v.shape);
      const w = tf.mul(spread, tf.onesLike(v));
      return tf.stack([tf.sum(tf.mul(v, w)), tf.sum(w)]) as tf.Tensor1D;
    },
    result: ([sum, count]) => (count === 0 ? 0 : sum / count),
  });
}

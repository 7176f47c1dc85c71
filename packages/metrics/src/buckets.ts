import { EPSILON } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/**
 * Where a prediction lies among ascending thresholds: bucket b is that of predictions above exactly b of them, so there
 * is one bucket more than there are thresholds.
 */
export interface Buckets {
  readonly thresholds: number;
  of(yPred: tf.Tensor): tf.Tensor;
  /** The same for one prediction, a float32. */
  ofNumber(yPred: number): number;
}

/** Thresholds at equal distances from −10⁻⁷ and above: the bucket follows from a multiplication, as in Keras. */
export function evenBuckets(thresholds: number): Buckets {
  const intervals = thresholds - 1;
  return {
    thresholds,
    of(yPred) {
      const place = tf.ceil(tf.mul(tf.clipByValue(yPred, 0, 1), intervals));
      return tf.cast(tf.maximum(place, 1), 'int32');
    },
    ofNumber(yPred) {
      const clipped = Math.min(Math.max(yPred, 0), 1);
      return Math.max(Math.ceil(Math.fround(clipped * intervals)), 1);
    },
  };
}

export function bucketsBetween(thresholds: readonly number[]): Buckets {
  const limits = Float32Array.from(thresholds);
  return {
    thresholds: thresholds.length,
    of(yPred) {
      const above = tf.greater(tf.expandDims(yPred, -1), tf.tensor1d(limits));
      return tf.sum(tf.cast(above, 'int32'), -1);
    },
    ofNumber: (yPred) => limits.reduce((sum, limit) => (yPred > limit ? sum + 1 : sum), 0),
  };
}

/** The thresholds of Keras: the given ones, ascending, between one that every probability is above and one that none is. */
export function bucketsFor(thresholds: readonly number[]): Buckets {
  const inner = [...thresholds].sort((a, b) => a - b);
  const count = inner.length + 2;
  // Keras's test: within 10⁻⁷ and 10⁻⁵ of the distance.
  const isEven = inner.every((threshold, index) => {
    const even = (index + 1) / (count - 1);
    return Math.abs(threshold - even) <= EPSILON + 1e-5 * even;
  });
  return isEven && count > 2
    ? evenBuckets(count)
    : bucketsBetween([-EPSILON, ...inner, 1 + EPSILON]);
}

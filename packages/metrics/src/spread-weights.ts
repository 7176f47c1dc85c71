import * as tf from '@tsuno/core/tf';

/** The weights as one for each of `values`: a weight of an example counts for all of its positions, none is 1. */
export function spreadWeights(sampleWeight: tf.Tensor | null, values: tf.Tensor): tf.Tensor {
  if (sampleWeight === null) return tf.onesLike(values);
  const spread =
    sampleWeight.rank < values.rank
      ? tf.reshape(sampleWeight, [
          ...sampleWeight.shape,
          ...Array(values.rank - sampleWeight.rank).fill(1),
        ])
      : sampleWeight.size === values.size
        ? tf.reshape(sampleWeight, values.shape)
        : sampleWeight;
  return tf.mul(spread, tf.onesLike(values));
}

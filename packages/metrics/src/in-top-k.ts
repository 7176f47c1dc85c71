import * as tf from '@tsuno/core/tf';

/**
 * 1 where fewer than k scores are greater than that of the labelled class, 0 elsewhere. Equal scores count in favour,
 * as in Keras. `labels` has the shape of `scores` without its last axis.
 */
export function inTopK(labels: tf.Tensor, scores: tf.Tensor, k: number): tf.Tensor {
  const classes = tf.range(0, scores.shape[scores.rank - 1], 1, 'int32');
  const isOwn = tf.equal(tf.expandDims(labels, -1), classes);
  const own = tf.sum(tf.where(isOwn, scores, tf.zerosLike(scores)), -1, true);
  const better = tf.sum(tf.cast(tf.greater(scores, own), 'int32'), -1);
  return tf.cast(tf.less(better, k), 'float32');
}

/** The same for one row of scores. */
export function rowInTopK(
  label: number,
  scores: ArrayLike<number>,
  start: number,
  width: number,
  k: number,
): number {
  let better = 0;
  for (let i = 0; i < width; i++) if (scores[start + i] > scores[start + label]) better += 1;
  return better < k ? 1 : 0;
}

import type { Reduction } from './loss.ts';
import * as tf from './tf.ts';

/**
 * Keras's weighting and reduction of the values of a loss: Σ v·w over the number of values, over Σ w, or not divided.
 * Values outside `mask` count neither above nor below. An empty denominator gives 0 (`divide_no_nan`).
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/losses/loss.py
 */
export function reduceWeighted(
  values: tf.Tensor,
  weights: tf.Tensor | null,
  reduction: Reduction,
  mask: tf.Tensor | null = null,
): tf.Tensor {
  const counted = mask && tf.reshape(tf.cast(mask, 'float32'), values.shape);
  const own = weights && fitWeights(weights, values);
  const fitted = counted && own ? tf.mul(own, counted) : (own ?? counted);
  const weighted = fitted === null ? values : tf.mul(values, fitted);
  const isMean = reduction === 'sum_over_batch_size' || reduction === 'mean';
  if (reduction === 'none') return weighted;
  const total = tf.sum(weighted);
  if (reduction === 'sum') return total;
  if (isMean && counted !== null) return ratio(total, tf.sum(counted));
  if (reduction === 'mean_with_sample_weight' && fitted !== null) {
    return ratio(total, tf.sum(tf.mul(fitted, tf.onesLike(values))));
  }
  return values.size === 0 ? total : tf.div(total, values.size);
}

/** a / b, and 0 where b is 0. */
function ratio(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const isZero = tf.equal(b, 0);
  return tf.where(isZero, tf.zerosLike(a), tf.div(a, tf.where(isZero, tf.onesLike(b), b)));
}

/** Weights of shape [batch] or [batch, 1] for values of shape [batch], or with further axes: as Keras squeezes and expands. */
function fitWeights(weights: tf.Tensor, values: tf.Tensor): tf.Tensor {
  let fitted = weights;
  while (fitted.rank > values.rank && fitted.shape[fitted.rank - 1] === 1) {
    fitted = tf.reshape(fitted, fitted.shape.slice(0, -1));
  }
  while (fitted.rank > 0 && fitted.rank < values.rank) {
    fitted = tf.reshape(fitted, [...fitted.shape, 1]);
  }
  return fitted;
}

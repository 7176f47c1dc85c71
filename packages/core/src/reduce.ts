import type { Reduction } from './loss.ts';
import * as tf from './tf.ts';

/**
 * Keras's weighting and reduction of the values of a loss: Σ v·w over the number of values, over Σ w, or not divided.
 * An empty denominator gives 0 (`divide_no_nan`).
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/losses/loss.py
 */
export function reduceWeighted(
  values: tf.Tensor,
  weights: tf.Tensor | null,
  reduction: Reduction,
): tf.Tensor {
  const fitted = weights === null ? null : fitWeights(weights, values);
  const weighted = fitted === null ? values : tf.mul(values, fitted);
  if (reduction === 'none') return weighted;
  const total = tf.sum(weighted);
  if (reduction === 'sum') return total;
  if (reduction === 'mean_with_sample_weight' && fitted !== null) {
    const sum = tf.sum(tf.mul(fitted, tf.onesLike(values)));
    const isZero = tf.equal(sum, 0);
    return tf.where(
      isZero,
      tf.zerosLike(total),
      tf.div(total, tf.where(isZero, tf.onesLike(sum), sum)),
    );
  }
  return values.size === 0 ? total : tf.div(total, values.size);
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

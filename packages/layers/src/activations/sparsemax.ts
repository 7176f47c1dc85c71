import {
  type Activation,
  declareOptions,
  defineActivation,
  type OptionsOf,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { alongAxis, SUM_AXIS } from './along-axis.ts';

const declared = declareOptions('sparsemax', SUM_AXIS);

export interface SparsemaxOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * The distribution nearest to x: yᵢ = max(xᵢ − τ, 0) with τ such that they add up to 1. Unlike softmax it gives exact
 * zeros.
 *
 * Source: A. Martins and R. Astudillo, "From Softmax to Sparsemax" (2016), https://arxiv.org/abs/1602.02068.
 *
 * @throws OptionError for an axis that is no whole number.
 * @see https://keras.io/api/layers/activations/#sparsemax-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 10, activation: 'sparsemax' });
 */
export function sparsemax(options: SparsemaxOptions = {}): Activation {
  const described = declared.read(arguments);
  return defineActivation({
    ...described,
    ...alongAxis(described, onLastAxis),
    yields: 'probabilities',
  });
}

/** The derivative is dy less its mean over the support, on the support. */
const onLastAxis = tf.customGrad((x, save) => {
  const scores = x as tf.Tensor;
  const size = scores.shape[scores.rank - 1];
  const sorted = tf.topk(scores, size, true).values;
  const ranks = tf.range(1, size + 1);
  // tfjs's cumsum takes no axis from the end.
  const excess = tf.sub(tf.cumsum(sorted, scores.rank - 1), 1);
  const isIn = tf.cast(tf.greater(tf.sub(sorted, tf.div(excess, ranks)), 0), 'float32');
  const support = tf.sum(isIn, -1, true);
  const tau = tf.div(tf.sub(tf.sum(tf.mul(sorted, isIn), -1, true), 1), support);
  const y = tf.relu(tf.sub(scores, tau));
  (save as tf.GradSaveFunc)([y]);
  return {
    value: y,
    gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => {
      const positive = tf.cast(tf.greater(saved, 0), 'float32');
      const along = tf.mul(dy, positive);
      const mean = tf.div(tf.sum(along, -1, true), tf.sum(positive, -1, true));
      return tf.mul(positive, tf.sub(dy, mean));
    },
  };
});

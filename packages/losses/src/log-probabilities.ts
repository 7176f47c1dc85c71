import { EPSILON } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/**
 * log p over the last axis: of logits by log-softmax; probabilities are made to add up to 1 and kept within
 * [ε, 1 − ε], so that their logarithms are finite.
 */
export function logProbabilities(yPred: tf.Tensor, fromLogits: boolean): tf.Tensor {
  if (fromLogits) return tf.logSoftmax(yPred);
  const shares = tf.div(yPred, tf.sum(yPred, -1, true));
  return tf.log(tf.clipByValue(shares, EPSILON, 1 - EPSILON));
}

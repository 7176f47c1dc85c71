import { EPSILON } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/** log p over the last axis: of logits by log-softmax, of probabilities as {@link shares} has them. */
export function logProbabilities(yPred: tf.Tensor, fromLogits: boolean): tf.Tensor {
  return fromLogits ? tf.logSoftmax(yPred) : tf.log(shares(yPred));
}

/** The numbers along the last axis made to add up to 1 and kept within [ε, 1 − ε], so that logarithms are finite. */
export function shares(yPred: tf.Tensor): tf.Tensor {
  return tf.clipByValue(tf.div(yPred, tf.sum(yPred, -1, true)), EPSILON, 1 - EPSILON);
}

import { EPSILON } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/** Probabilities kept within [ε, 1 − ε], so that their logarithms are finite. */
export function clipProbabilities(probabilities: tf.Tensor): tf.Tensor {
  return tf.clipByValue(probabilities, EPSILON, 1 - EPSILON);
}

/** log p over the last axis: of logits by log-softmax, of probabilities made to add up to 1 and clipped. */
export function logProbabilities(yPred: tf.Tensor, fromLogits: boolean): tf.Tensor {
  if (fromLogits) return tf.logSoftmax(yPred);
  return tf.log(clipProbabilities(tf.div(yPred, tf.sum(yPred, -1, true))));
}

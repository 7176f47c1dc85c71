import * as tf from '@tsuno/core/tf';
import { spreadWeights } from './spread-weights.ts';

/** [Σ w·ŷ, Σ w] over all outputs. */
export function outputTotals(yPred: tf.Tensor, sampleWeight: tf.Tensor | null): tf.Tensor1D {
  const w = spreadWeights(sampleWeight, yPred);
  return tf.stack([tf.sum(tf.mul(yPred, w)), tf.sum(w)]) as tf.Tensor1D;
}

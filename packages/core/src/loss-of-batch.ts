import type { Loss } from './loss.ts';
import { reduceWeighted } from './reduce.ts';
import type * as tf from './tf.ts';

/** The loss of a batch: its values, less those that the loss leaves out, weighted and reduced as it says. */
export function lossOfBatch(
  loss: Loss,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  sampleWeight: tf.Tensor | null,
): tf.Tensor {
  const mask = loss.mask?.(yTrue) ?? null;
  return reduceWeighted(loss.call(yTrue, yPred), sampleWeight, loss.reduction, mask);
}

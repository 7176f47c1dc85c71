import { defineLoss, EPSILON, requireNamedOptions } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { axisIn, requireAxis, requireAxisIn } from './axis.ts';
import { checkLossOptions, type LossOptions } from './loss-options.ts';
import { alignTargets, requireTargetPerOutput } from './targets.ts';

export interface CosineSimilarityOptions extends LossOptions {
  /** The axis along which the vectors lie, counted with the batch as 0. */
  readonly axis?: number;
}

/**
 * Minus the cosine of the angle between target and output: −Σ yₖ·ŷₖ / (‖y‖·‖ŷ‖) for each example, −1 where they point
 * the same way. A vector of zeros has similarity 0 with every other; lengths below 10⁻⁷ count as 10⁻⁷.
 *
 * Targets have the shape of the outputs, [n, k].
 *
 * @throws LabelError for targets of another shape.
 * @see https://keras.io/api/losses/regression_losses/#cosinesimilarity-class
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const [y, p] = [tf.tensor2d([[0, 2], [1, 0]]), tf.tensor2d([[0, 5], [0, 3]])];
 * console.assert(losses.compute(losses.CosineSimilarity(), y, p).dataSync()[0] === -0.5);
 */
export function CosineSimilarity({
  axis = -1,
  reduction = 'sum_over_batch_size',
  name = 'cosine_similarity',
  ...unknown
}: CosineSimilarityOptions = {}) {
  requireNamedOptions('CosineSimilarity', arguments);
  const config = { axis, reduction, name };
  requireAxis('CosineSimilarity', axis);
  checkLossOptions('CosineSimilarity', config, unknown);
  return defineLoss({
    kind: 'CosineSimilarity',
    config,
    checkTargets(targets, output) {
      requireTargetPerOutput('CosineSimilarity', targets, output);
      requireAxisIn('CosineSimilarity', axis, output);
    },
    call(yTrue, yPred) {
      const along = axisIn('CosineSimilarity', axis, yPred.rank);
      const [y, p] = [alignTargets(yTrue, yPred), yPred].map((each) => ofLengthOne(each, along));
      return tf.neg(tf.sum(tf.mul(y, p), along));
    },
  });
}

function ofLengthOne(vectors: tf.Tensor, axis: number): tf.Tensor {
  const squares = tf.sum(tf.mul(vectors, vectors), axis, true);
  return tf.div(vectors, tf.sqrt(tf.maximum(squares, EPSILON * EPSILON)));
}

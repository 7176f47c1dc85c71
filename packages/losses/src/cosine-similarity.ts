import {
  axisIn,
  axisOption,
  defineLoss,
  EPSILON,
  type Loss,
  type OptionsOf,
  requireAxisIn,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareLoss } from './loss-options.ts';
import { alignTargets, requireTargetPerOutput } from './targets.ts';

const declared = declareLoss('CosineSimilarity', 'cosine_similarity', {
  /** The axis along which the vectors lie, counted with the batch as 0. */
  axis: axisOption(-1),
});

export interface CosineSimilarityOptions extends OptionsOf<typeof declared>, Shown {}

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
export function CosineSimilarity(options: CosineSimilarityOptions = {}): Loss {
  const described = declared.read(arguments);
  const { axis } = described.config;
  return defineLoss({
    ...described,
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

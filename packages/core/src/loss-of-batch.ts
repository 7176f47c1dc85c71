import { ShapeError } from './errors.ts';
import type { Loss } from './loss.ts';
import { reduceWeighted } from './reduce.ts';
import { type Shape, showShape } from './shape.ts';
import { show } from './show.ts';
import * as tf from './tf.ts';

/** The loss of a batch: its values, less those that the loss leaves out, weighted and reduced as it says. */
export function lossOfBatch(
  loss: Loss,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  sampleWeight: tf.Tensor | null,
): tf.Tensor {
  const values = valuesOf(loss, yTrue, yPred);
  if (loss.over === 'batch') {
    if (sampleWeight === null) return values;
    // As in Keras each example stands for the value of them all, and then has its weight.
    const spread = tf.mul(values, tf.onesLike(sampleWeight));
    return reduceWeighted(spread, sampleWeight, loss.reduction);
  }
  return reduceWeighted(values, sampleWeight, loss.reduction, loss.mask?.(yTrue) ?? null);
}

/**
 * What `call` gives, before weights and reduction: one value for each example or position, or one for the batch where
 * the loss is declared so.
 *
 * @throws ShapeError for anything else, such as a mean that the loss has taken by itself: weights and the size of the
 * batch would no longer count as they should.
 */
export function valuesOf(loss: Loss, yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  const { kind, over } = loss;
  const values: unknown = loss.call(yTrue, yPred);
  if (!(values instanceof tf.Tensor)) {
    throw new ShapeError(`${kind}: call must give a tensor, got ${show(values)}.`);
  }
  const got = showShape(values.shape);
  if (over === 'batch') {
    if (values.rank === 0) return values;
    throw new ShapeError(
      `${kind}: with over: 'batch' call must give one number for the whole batch, a scalar, got the shape ${got}. Leave over out for a loss with a value for each example.`,
    );
  }
  const [rows, ...output] = yPred.shape;
  if (values.shape[0] === rows && isPartOf(values.shape.slice(1), output)) return values;
  const hint =
    values.size === 1
      ? " Do not average over the batch: tf.mean(…, -1) averages over the outputs alone. A loss that only the whole batch has is declared with over: 'batch'."
      : ' Are targets and outputs of one shape?';
  throw new ShapeError(
    `${kind}: call must give one value for each of the ${rows} examples, the shape [${rows}], got the shape ${got} for outputs of the shape ${showShape(output)}.${hint}`,
  );
}

/** Whether `shape` is `output` without some of its axes, or with 1 in their place. */
function isPartOf(shape: Shape, output: Shape): boolean {
  let axis = 0;
  return shape.every((size) => {
    while (size !== 1 && axis < output.length && output[axis] !== size) axis += 1;
    axis += 1;
    return axis <= output.length;
  });
}

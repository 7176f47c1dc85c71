import {
  declareOptions,
  isDescription,
  type Loss,
  lossOfBatch,
  OptionError,
  type OptionsOf,
  option,
  type Rows,
  ShapeError,
  type Shown,
  show,
  showShape,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

const declared = declareOptions('losses.compute', {
  /** One weight for each example, [n] or [n, 1], or for each value of the loss. */
  sampleWeight: option.orNull(tensorOrNumbers()),
});

export interface ComputeOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * The value of a loss for a batch, reduced as the loss says: a scalar, with `reduction: 'none'` one value for each
 * example. It can be differentiated (`tf.grad`, `tf.variableGrads`).
 *
 * @throws LabelError for targets that do not fit the loss; OptionError for what is no tensor.
 * @see https://keras.io/api/losses/
 * @example
 * import { losses, tf } from 'tsuno';
 *
 * const value = losses.compute(losses.MeanSquaredError(), tf.tensor1d([1, 2]), tf.tensor1d([1, 4]), {
 *   sampleWeight: [1, 0.5],
 * });
 * console.assert(value.dataSync()[0] === 1);
 */
export function compute(
  loss: Loss,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  options: ComputeOptions = {},
): tf.Scalar {
  if (!isDescription(loss, 'loss')) {
    throw new OptionError(
      `losses.compute: the first argument must be a loss, such as losses.MeanSquaredError(), got ${show(loss)}.`,
    );
  }
  requireTensor('yTrue', yTrue);
  requireTensor('yPred', yPred);
  const { sampleWeight } = declared.read([options]).config;
  return tf.tidy(() => {
    const outputs = yPred.rank === 1 ? tf.reshape(yPred, [-1, 1]) : yPred;
    loss.checkTargets(rowsOf(yTrue, outputs), outputs.shape.slice(1));
    const weights = weightsFor(sampleWeight, outputs);
    return lossOfBatch(loss, yTrue, outputs, weights) as tf.Scalar;
  });
}

/** @throws OptionError for arrays, whose shape would have to be guessed. */
function requireTensor(name: string, given: unknown): void {
  if (given instanceof tf.Tensor && given.rank > 0) return;
  const got = given instanceof tf.Tensor ? 'a tensor without axes' : show(given);
  throw new OptionError(
    `losses.compute: ${name} must be a tensor of a batch, such as tf.tensor2d([[1], [2]]), got ${got}.`,
  );
}

/* @__NO_SIDE_EFFECTS__ */
function tensorOrNumbers() {
  const numbers = option.list(option.number('(-∞, ∞)'));
  return option.kind<tf.Tensor | readonly number[]>({
    takes: 'a tensor or a list of numbers',
    read: (given, who, name) =>
      given instanceof tf.Tensor ? given : numbers.read(given, who, name),
  });
}

/** @throws ShapeError unless there is one weight for each example, or for each position of the values. */
function weightsFor(
  given: tf.Tensor | readonly number[] | null,
  yPred: tf.Tensor,
): tf.Tensor | null {
  if (given === null) return null;
  const weights = given instanceof tf.Tensor ? given : tf.tensor1d([...given]);
  const fits = weights.shape.every(
    (size, axis) => size === yPred.shape[axis] || (axis > 0 && size === 1),
  );
  if (!fits || weights.rank === 0 || weights.rank > yPred.rank) {
    throw new ShapeError(
      `losses.compute: sampleWeight must have one weight for each of the ${yPred.shape[0]} examples, got the shape ${showShape(weights.shape)}.`,
    );
  }
  return weights;
}

function rowsOf(tensor: tf.Tensor, yPred: tf.Tensor): Rows {
  if (tensor.shape[0] !== yPred.shape[0]) {
    throw new ShapeError(
      `losses.compute: there are ${tensor.shape[0]} targets for ${yPred.shape[0]} predictions.`,
    );
  }
  const values = tensor.dataSync();
  return {
    values: values instanceof Uint8Array ? Int32Array.from(values) : values,
    shape: tensor.shape.slice(1),
    size: tensor.shape[0],
  };
}

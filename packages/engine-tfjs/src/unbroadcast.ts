import { sameShape } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/**
 * The gradient of a broadcast input: `gradient` has the shape of the result, and is summed over every axis along
 * which the input was repeated.
 */
export function unbroadcast(gradient: tf.Tensor, shape: readonly number[]): tf.Tensor {
  if (sameShape(gradient.shape, shape)) return gradient;
  const offset = gradient.rank - shape.length;
  const repeated = gradient.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < offset || (shape[axis - offset] === 1 && gradient.shape[axis] !== 1));
  return tf.reshape(repeated.length === 0 ? gradient : tf.sum(gradient, repeated), [...shape]);
}

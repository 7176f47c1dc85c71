import { OptionError, show } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/** @throws OptionError for an axis that is no whole number. */
export function requireAxis(who: string, axis: unknown): void {
  if (!Number.isInteger(axis)) {
    throw new OptionError(`${who}: axis must be a whole number, got ${show(axis)}.`);
  }
}

/** A function that works on the last axis, applied along another. */
export function alongAxis(
  who: string,
  x: tf.Tensor,
  axis: number,
  onLast: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const last = x.rank - 1;
  const chosen = axis < 0 ? x.rank + axis : axis;
  if (chosen < 0 || chosen > last) {
    throw new OptionError(`${who}: axis ${axis} does not exist in an output of rank ${x.rank}.`);
  }
  if (chosen === last) return onLast(x);
  const order = x.shape.map((_, index) => index);
  order[chosen] = last;
  order[last] = chosen;
  return tf.transpose(onLast(tf.transpose(x, order)), order);
}

import {
  type CallMode,
  fieldKey,
  type RandomRule,
  seededRng,
  tensorArith,
  uniformField,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/**
 * A random rule on tensors, in training; otherwise x itself. `shape` is that of the random numbers, which are spread
 * over x.
 */
export function applyRandom(
  rule: RandomRule,
  x: tf.Tensor,
  { training, rng, step }: CallMode,
  seed: number | undefined,
  shape: readonly number[] = x.shape,
): tf.Tensor {
  if (!training) return x;
  const source = seed === undefined ? rng : seededRng(seed).fork(`step_${step}`);
  const size = shape.reduce((product, length) => product * length, 1);
  const field = uniformField(fieldKey(source), size);
  const apply = tf.customGrad((input, save) => {
    const given = input as tf.Tensor;
    const u = tf.add(tf.zerosLike(given), tf.tensor(field, [...shape]));
    (save as tf.GradSaveFunc)([given, u]);
    return {
      value: rule.forward(tensorArith, given, u),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        rule.backward(tensorArith, dy, saved[1], saved[0]),
    };
  });
  return apply(x);
}

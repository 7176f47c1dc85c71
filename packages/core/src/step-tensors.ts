import { tensorArith } from './arith-tensor.ts';
import type { Optimizer } from './optimizer.ts';
import * as tf from './tf.ts';

/**
 * One update of one parameter, on tensors. What comes back (the parameter and its accumulators) is new and kept: it
 * is the caller's to dispose of, as is what went in.
 */
export function stepTensors(
  optimizer: Optimizer,
  entry: Readonly<{ param: tf.Tensor; grad: tf.Tensor } & Record<string, tf.Tensor>>,
  scalars: Readonly<Record<string, number>>,
): { readonly param: tf.Tensor; readonly slots: Readonly<Record<string, tf.Tensor>> } {
  const { param, ...slots } = tf.tidy(() => {
    const next = optimizer.update(tensorArith, entry, scalars);
    // A rule may hand back what it was given; a clone shares the numbers and can be disposed of by itself.
    return Object.fromEntries(
      Object.entries(next).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]),
    );
  });
  return { param, slots };
}

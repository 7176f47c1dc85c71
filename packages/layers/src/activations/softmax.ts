import { defineActivation, refuseUnknownOptions, requireNamedOptions } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { alongAxis, requireAxis } from './axis.ts';

export interface SoftmaxOptions {
  /** The axis over which the outputs add up to 1; as in Keras 0 is the batch, −1 the last. */
  readonly axis?: number;
}

/**
 * yᵢ = e^xᵢ / Σⱼ e^xⱼ: probabilities that add up to 1.
 *
 * For training prefer a linear output and a loss with `fromLogits: true`: it is more accurate.
 *
 * @throws OptionError for an axis that is no whole number.
 * @see https://keras.io/api/layers/activations/#softmax-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 10, activation: 'softmax' });
 */
export function softmax({ axis = -1, ...unknown }: SoftmaxOptions = {}) {
  requireNamedOptions('softmax', arguments);
  requireAxis('softmax', axis);
  refuseUnknownOptions('softmax', unknown, ['axis']);
  return defineActivation({
    kind: 'softmax',
    config: { axis },
    yields: 'probabilities',
    lower: (input) =>
      input.length === 1 && (axis === -1 || axis === 1) ? [{ op: 'softmax' }] : null,
    call: (x) => alongAxis('softmax', x, axis, onLastAxis),
  });
}

/** With its own derivative, y·(dy − Σ dy·y). */
const onLastAxis = tf.customGrad((x, save) => {
  const y = tf.softmax(x as tf.Tensor);
  (save as tf.GradSaveFunc)([y]);
  return {
    value: y,
    gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
      tf.mul(saved, tf.sub(dy, tf.sum(tf.mul(dy, saved), -1, true))),
  };
});

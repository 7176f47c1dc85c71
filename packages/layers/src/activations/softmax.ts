import {
  type Activation,
  declareOptions,
  defineActivation,
  isOnlyAxis,
  type OptionsOf,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { alongAxis, SUM_AXIS } from './along-axis.ts';

const declared = declareOptions('softmax', SUM_AXIS);

export interface SoftmaxOptions extends OptionsOf<typeof declared>, Shown {}

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
export function softmax(options: SoftmaxOptions = {}): Activation {
  const described = declared.read(arguments);
  return defineActivation({
    ...described,
    ...alongAxis(described, onLastAxis),
    yields: 'probabilities',
    lower: (input) => (isOnlyAxis(described.config.axis, input) ? [{ op: 'softmax' }] : null),
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

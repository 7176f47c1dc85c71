import {
  type Activation,
  declareOptions,
  defineActivation,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { alongAxis } from './along-axis.ts';

const declared = declareOptions('logSoftmax', {
  /** The axis over which e^y adds up to 1; as in Keras 0 is the batch, −1 the last. */
  axis: option.whole('(-∞, ∞)', -1),
});

export interface LogSoftmaxOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * yᵢ = xᵢ − ln Σⱼ e^xⱼ: the logarithm of softmax, without its loss of precision.
 *
 * @throws OptionError for an axis that is no whole number.
 * @see https://keras.io/api/layers/activations/#log_softmax-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 10, activation: 'log_softmax' });
 */
export function logSoftmax(options: LogSoftmaxOptions = {}): Activation {
  const described = declared.read(arguments);
  return defineActivation({ ...described, ...alongAxis(described, (x) => tf.logSoftmax(x)) });
}

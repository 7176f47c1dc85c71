import { defineActivation, refuseUnknownOptions, requireNamedOptions } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { alongAxis, requireAxis } from './axis.ts';

export interface LogSoftmaxOptions {
  /** The axis over which e^y adds up to 1; as in Keras 0 is the batch, −1 the last. */
  readonly axis?: number;
}

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
export function logSoftmax({ axis = -1, ...unknown }: LogSoftmaxOptions = {}) {
  requireNamedOptions('logSoftmax', arguments);
  requireAxis('logSoftmax', axis);
  refuseUnknownOptions('logSoftmax', unknown, ['axis']);
  return defineActivation({
    kind: 'logSoftmax',
    config: { axis },
    call: (x) => alongAxis('logSoftmax', x, axis, (last) => tf.logSoftmax(last)),
  });
}

import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';
import { sigmoidOf, softplusOf } from './functions.ts';

const declared = declareOptions('logSigmoid', {});

/**
 * y = ln(sigmoid(x)) = −softplus(−x).
 *
 * @see https://keras.io/api/layers/activations/#log_sigmoid-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'log_sigmoid' });
 */
export function logSigmoid(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.neg(softplusOf(k, k.neg(x))),
    backward: (k, _y, dy, x) => k.mul(dy, sigmoidOf(k, k.neg(x))),
  });
}

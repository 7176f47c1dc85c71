import { defineElementwise, refuseUnknownOptions } from '@tsuno/core';
import { sigmoidOf, softplusOf } from './functions.ts';

/**
 * y = ln(sigmoid(x)) = −softplus(−x).
 *
 * @see https://keras.io/api/layers/activations/#log_sigmoid-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'log_sigmoid' });
 */
export function logSigmoid(options: Readonly<Record<never, never>> = {}) {
  refuseUnknownOptions('logSigmoid', options, []);
  return defineElementwise({
    kind: 'logSigmoid',
    config: {},
    forward: (k, x) => k.neg(softplusOf(k, k.neg(x))),
    backward: (k, _y, dy, x) => k.mul(dy, sigmoidOf(k, k.neg(x))),
  });
}

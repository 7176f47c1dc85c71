import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';
import { sigmoidOf, softplusOf } from './functions.ts';

const declared = declareOptions('softplus', {});

/**
 * y = ln(1 + eˣ), a smooth relu; dy/dx = sigmoid(x).
 *
 * @see https://keras.io/api/layers/activations/#softplus-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'softplus' });
 */
export function softplus(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => softplusOf(k, x),
    backward: (k, _y, dy, x) => k.mul(dy, sigmoidOf(k, x)),
  });
}

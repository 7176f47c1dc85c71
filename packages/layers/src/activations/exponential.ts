import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('exponential', {});

/**
 * y = eˣ.
 *
 * @see https://keras.io/api/layers/activations/#exponential-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'exponential' });
 */
export function exponential(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.exp(x),
    backward: (k, y, dy) => k.mul(dy, y),
  });
}

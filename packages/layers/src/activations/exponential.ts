import { defineElementwise, refuseUnknownOptions } from '@tsuno/core';

/**
 * y = eˣ.
 *
 * @see https://keras.io/api/layers/activations/#exponential-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'exponential' });
 */
export function exponential(options: Readonly<Record<never, never>> = {}) {
  refuseUnknownOptions('exponential', options, []);
  return defineElementwise({
    kind: 'exponential',
    config: {},
    forward: (k, x) => k.exp(x),
    backward: (k, y, dy) => k.mul(dy, y),
  });
}

import { defineElementwise, refuseUnknownOptions } from '@tsuno/core';

/**
 * y = x − tanh(x).
 *
 * @see https://keras.io/api/layers/activations/#tanh_shrink-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'tanh_shrink' });
 */
export function tanhShrink(options: Readonly<Record<never, never>> = {}) {
  refuseUnknownOptions('tanhShrink', options, []);
  return defineElementwise({
    kind: 'tanhShrink',
    config: {},
    forward: (k, x) => k.sub(x, k.tanh(x)),
    backward: (k, _y, dy, x) => k.mul(dy, k.square(k.tanh(x))),
  });
}

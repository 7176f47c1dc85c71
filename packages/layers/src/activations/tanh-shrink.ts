import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('tanhShrink', {});

/**
 * y = x − tanh(x).
 *
 * @see https://keras.io/api/layers/activations/#tanh_shrink-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'tanh_shrink' });
 */
export function tanhShrink(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.sub(x, k.tanh(x)),
    backward: (k, _y, dy, x) => k.mul(dy, k.square(k.tanh(x))),
  });
}

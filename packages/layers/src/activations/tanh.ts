import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('tanh', {});

/**
 * y = tanh x = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ), between −1 and 1; dy/dx = 1 − y².
 *
 * @see https://keras.io/api/layers/activations/#tanh-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'tanh' });
 */
export function tanh(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.tanh(x),
    backward: (k, y, dy) => k.mul(dy, k.sub(1, k.square(y))),
  });
}

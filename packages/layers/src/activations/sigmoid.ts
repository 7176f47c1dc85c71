import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('sigmoid', {});

/**
 * y = 1 / (1 + e⁻ˣ), between 0 and 1; dy/dx = y(1 − y).
 *
 * @see https://keras.io/api/layers/activations/#sigmoid-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'sigmoid' });
 */
export function sigmoid(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    yields: 'probabilities',
    forward: (k, x) => k.div(1, k.add(1, k.exp(k.neg(x)))),
    backward: (k, y, dy) => k.mul(dy, k.mul(y, k.sub(1, y))),
  });
}

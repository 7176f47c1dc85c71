import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('hardTanh', {});

/**
 * y = min(max(x, −1), 1).
 *
 * @see https://keras.io/api/layers/activations/#hard_tanh-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'hard_tanh' });
 */
export function hardTanh(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.min(k.max(x, -1), 1),
    backward: (k, _y, dy, x) => k.whereGreater(k.abs(x), 1, 0, dy),
  });
}

import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('relu6', {});

/**
 * y = min(max(x, 0), 6).
 *
 * @see https://keras.io/api/layers/activations/#relu6-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'relu6' });
 */
export function relu6(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.min(k.max(x, 0), 6),
    backward: (k, _y, dy, x) => k.whereGreater(x, 0, k.whereGreater(6, x, dy, 0), 0),
  });
}

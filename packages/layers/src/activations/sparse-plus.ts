import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('sparsePlus', {});

/**
 * y = 0 for x ≤ −1, (x + 1)²/4 up to 1, and x from there on: a smooth relu with exact zeros.
 *
 * @see https://keras.io/api/layers/activations/#sparse_plus-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'sparse_plus' });
 */
export function sparsePlus(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) =>
      k.whereGreater(x, -1, k.whereGreater(1, x, k.mul(k.square(k.add(x, 1)), 0.25), x), 0),
    backward: (k, _y, dy, x) => k.mul(dy, k.min(k.max(k.mul(k.add(x, 1), 0.5), 0), 1)),
  });
}

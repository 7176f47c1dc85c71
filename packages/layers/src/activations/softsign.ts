import { defineElementwise, refuseUnknownOptions } from '@tsuno/core';

/**
 * y = x/(1 + |x|), between −1 and 1.
 *
 * @see https://keras.io/api/layers/activations/#softsign-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'softsign' });
 */
export function softsign(options: Readonly<Record<never, never>> = {}) {
  refuseUnknownOptions('softsign', options, []);
  return defineElementwise({
    kind: 'softsign',
    config: {},
    forward: (k, x) => k.div(x, k.add(1, k.abs(x))),
    backward: (k, _y, dy, x) => k.div(dy, k.square(k.add(1, k.abs(x)))),
  });
}

import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('softsign', {});

/**
 * y = x/(1 + |x|), between −1 and 1.
 *
 * @see https://keras.io/api/layers/activations/#softsign-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'softsign' });
 */
export function softsign(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.div(x, k.add(1, k.abs(x))),
    backward: (k, _y, dy, x) => k.div(dy, k.square(k.add(1, k.abs(x)))),
  });
}

import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';
import { sigmoidOf, softplusOf } from './functions.ts';

const declared = declareOptions('mish', {});

/**
 * y = x·tanh(softplus(x)).
 *
 * Source: D. Misra, "Mish: A Self Regularized Non-Monotonic Activation Function" (2020).
 *
 * @see https://keras.io/api/layers/activations/#mish-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'mish' });
 */
export function mish(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.mul(x, k.tanh(softplusOf(k, x))),
    backward(k, _y, dy, x) {
      const t = k.tanh(softplusOf(k, x));
      const bend = k.mul(k.mul(x, sigmoidOf(k, x)), k.sub(1, k.square(t)));
      return k.mul(dy, k.add(t, bend));
    },
  });
}

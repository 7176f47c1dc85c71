import { defineElementwise, refuseUnknownOptions } from '@tsuno/core';
import { sigmoidOf } from './functions.ts';

/**
 * y = x·sigmoid(x), also called swish.
 *
 * Source: S. Elfwing et al., "Sigmoid-Weighted Linear Units" (2018); P. Ramachandran et al., "Swish" (2017).
 *
 * @see https://keras.io/api/layers/activations/#silu-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'silu' });
 */
export function silu(options: Readonly<Record<never, never>> = {}) {
  refuseUnknownOptions('silu', options, []);
  return defineElementwise({
    kind: 'silu',
    config: {},
    forward: (k, x) => k.mul(x, sigmoidOf(k, x)),
    backward(k, y, dy, x) {
      const s = sigmoidOf(k, x);
      return k.mul(dy, k.add(s, k.mul(y, k.sub(1, s))));
    },
  });
}

silu.aliases = ['swish'] as const;

import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';
import { sigmoidOf } from './functions.ts';

const declared = declareOptions('silu', {});

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
export function silu(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.mul(x, sigmoidOf(k, x)),
    backward(k, y, dy, x) {
      const s = sigmoidOf(k, x);
      return k.mul(dy, k.add(s, k.mul(y, k.sub(1, s))));
    },
  });
}

silu.aliases = ['swish'] as const;

import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('hardSilu', {});

/**
 * y = x·hardSigmoid(x), also called hard swish.
 *
 * @see https://keras.io/api/layers/activations/#hard_silu-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'hard_silu' });
 */
export function hardSilu(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.mul(x, k.div(k.min(k.max(k.add(x, 3), 0), 6), 6)),
    backward: (k, _y, dy, x) =>
      k.whereGreater(
        x,
        3,
        dy,
        k.whereGreater(x, -3, k.mul(dy, k.div(k.add(k.mul(x, 2), 3), 6)), 0),
      ),
  });
}

hardSilu.aliases = ['hard_swish'] as const;

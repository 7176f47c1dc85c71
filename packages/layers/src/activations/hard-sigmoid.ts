import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('hardSigmoid', {});

/**
 * y = min(max(x + 3, 0), 6)/6, sigmoid in three straight lines.
 *
 * @see https://keras.io/api/layers/activations/#hard_sigmoid-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'hard_sigmoid' });
 */
export function hardSigmoid(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    yields: 'probabilities',
    forward: (k, x) => k.div(k.min(k.max(k.add(x, 3), 0), 6), 6),
    backward: (k, _y, dy, x) => k.whereGreater(3, k.abs(x), k.div(dy, 6), 0),
  });
}

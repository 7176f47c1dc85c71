import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';

const declared = declareOptions('sparseSigmoid', {});

/**
 * y = min(max((x + 1)/2, 0), 1).
 *
 * @see https://keras.io/api/layers/activations/#sparse_sigmoid-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'sparse_sigmoid' });
 */
export function sparseSigmoid(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    yields: 'probabilities',
    forward: (k, x) => k.min(k.max(k.mul(k.add(x, 1), 0.5), 0), 1),
    // At the bends the derivative is the mean of both sides, as in Keras.
    backward: (k, _y, dy, x) =>
      k.whereGreater(1, k.abs(x), k.mul(dy, 0.5), k.whereGreater(k.abs(x), 1, 0, k.mul(dy, 0.25))),
  });
}

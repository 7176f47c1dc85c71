import { type Activation, declareOptions, defineActivation, type NoOptions } from '@tsuno/core';

const declared = declareOptions('linear', {});

/**
 * y = x: raw scores, the output that a from-logits loss wants, and that of a regression.
 *
 * @see https://keras.io/api/layers/activations/#linear-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 10, activation: 'linear' });
 */
export function linear(options: NoOptions = {}): Activation {
  return defineActivation({
    ...declared.read(arguments),
    yields: 'logits',
    call: (x) => x,
    rule: { forward: (_k, x) => x, backward: (_k, _y, dy) => dy },
    lower: () => [],
  });
}

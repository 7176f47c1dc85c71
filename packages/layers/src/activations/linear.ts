import { defineActivation, refuseUnknownOptions } from '@tsuno/core';

/**
 * y = x: raw scores, the output that a from-logits loss wants, and that of a regression.
 *
 * @see https://keras.io/api/layers/activations/#linear-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 10, activation: 'linear' });
 */
export function linear(options: Readonly<Record<never, never>> = {}) {
  refuseUnknownOptions('linear', options, []);
  return defineActivation({
    kind: 'linear',
    config: {},
    yields: 'logits',
    call: (x) => x,
    rule: { forward: (_k, x) => x, backward: (_k, _y, dy) => dy },
    lower: () => [],
  });
}

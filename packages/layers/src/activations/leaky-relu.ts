import {
  defineElementwise,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface LeakyReluOptions {
  /** The slope below 0. */
  readonly negativeSlope?: number;
}

/**
 * y = x for x ≥ 0, otherwise negativeSlope·x.
 *
 * @throws OptionError for options that are not numbers.
 * @see https://keras.io/api/layers/activations/#leaky_relu-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'leaky_relu' });
 */
export function leakyRelu({ negativeSlope = 0.2, ...unknown }: LeakyReluOptions = {}) {
  requireNamedOptions('leakyRelu', arguments);
  const config = { negativeSlope };
  refuseUnknownOptions('leakyRelu', unknown, Object.keys(config));
  requireInterval('leakyRelu', { negativeSlope }, '(-∞, ∞)');
  return defineElementwise({
    kind: 'leakyRelu',
    config,
    forward: (k, x) => k.whereGreater(0, x, k.mul(x, negativeSlope), x),
    backward: (k, _y, dy, x) => k.whereGreater(0, x, k.mul(dy, negativeSlope), dy),
  });
}

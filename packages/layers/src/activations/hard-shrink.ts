import {
  defineElementwise,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface HardShrinkOptions {
  /** Inputs of at most this size become 0. */
  readonly threshold?: number;
}

/**
 * y = x where |x| is above the threshold, otherwise 0.
 *
 * @throws OptionError for options that are not numbers.
 * @see https://keras.io/api/layers/activations/#hard_shrink-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'hard_shrink' });
 */
export function hardShrink({ threshold = 0.5, ...unknown }: HardShrinkOptions = {}) {
  requireNamedOptions('hardShrink', arguments);
  const config = { threshold };
  refuseUnknownOptions('hardShrink', unknown, Object.keys(config));
  requireInterval('hardShrink', { threshold }, '[0, ∞)');
  return defineElementwise({
    kind: 'hardShrink',
    config,
    forward: (k, x) => k.whereGreater(k.abs(x), threshold, x, 0),
    backward: (k, _y, dy, x) => k.whereGreater(k.abs(x), threshold, dy, 0),
  });
}

import {
  defineElementwise,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface SoftShrinkOptions {
  /** t. */
  readonly threshold?: number;
}

/**
 * y = x − t for x > t, x + t for x < −t, otherwise 0, with t the threshold.
 *
 * @throws OptionError for options that are not numbers.
 * @see https://keras.io/api/layers/activations/#soft_shrink-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'soft_shrink' });
 */
export function softShrink({ threshold = 0.5, ...unknown }: SoftShrinkOptions = {}) {
  requireNamedOptions('softShrink', arguments);
  const config = { threshold };
  refuseUnknownOptions('softShrink', unknown, Object.keys(config));
  requireInterval('softShrink', { threshold }, '[0, ∞)');
  return defineElementwise({
    kind: 'softShrink',
    config,
    forward: (k, x) =>
      k.whereGreater(
        x,
        threshold,
        k.sub(x, threshold),
        k.whereGreater(-threshold, x, k.add(x, threshold), 0),
      ),
    backward: (k, _y, dy, x) => k.whereGreater(k.abs(x), threshold, dy, 0),
  });
}

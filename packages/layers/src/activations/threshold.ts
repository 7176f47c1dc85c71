import {
  defineElementwise,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface ThresholdOptions {
  /** Where y = x begins. */
  readonly threshold: number;
  /** The output elsewhere. */
  readonly defaultValue: number;
}

/**
 * y = x where x is above the threshold, otherwise defaultValue.
 *
 * @throws OptionError for options that are not numbers.
 * @see https://keras.io/api/layers/activations/#threshold-function
 * @example
 * import { activations, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: activations.threshold({ threshold: 0.5, defaultValue: 0.5 }) });
 */
export function threshold({ threshold: limit, defaultValue, ...unknown }: ThresholdOptions) {
  requireNamedOptions('threshold', arguments);
  const config = { threshold: limit, defaultValue };
  refuseUnknownOptions('threshold', unknown, Object.keys(config));
  requireInterval('threshold', { threshold: limit, defaultValue }, '(-∞, ∞)');
  return defineElementwise({
    kind: 'threshold',
    config,
    forward: (k, x) => k.whereGreater(x, limit, x, defaultValue),
    backward: (k, _y, dy, x) => k.whereGreater(x, limit, dy, 0),
  });
}

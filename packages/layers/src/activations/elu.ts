import {
  defineElementwise,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { expm1Of } from './functions.ts';

export interface EluOptions {
  /** −alpha is what the outputs approach for very negative inputs. */
  readonly alpha?: number;
}

/**
 * The exponential linear unit: y = x for x > 0, otherwise alpha·(eˣ − 1).
 *
 * Source: D. Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear Units" (2016).
 *
 * @throws OptionError for options that are not numbers.
 * @see https://keras.io/api/layers/activations/#elu-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'elu' });
 */
export function elu({ alpha = 1, ...unknown }: EluOptions = {}) {
  requireNamedOptions('elu', arguments);
  const config = { alpha };
  refuseUnknownOptions('elu', unknown, Object.keys(config));
  requireInterval('elu', { alpha }, '(-∞, ∞)');
  return defineElementwise({
    kind: 'elu',
    config,
    forward: (k, x) => k.whereGreater(x, 0, x, k.mul(expm1Of(k, x), alpha)),
    backward: (k, _y, dy, x) =>
      k.whereGreater(x, 0, dy, k.mul(dy, k.mul(k.exp(k.min(x, 0)), alpha))),
  });
}

import {
  defineElementwise,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { expm1Of } from './functions.ts';

export interface CeluOptions {
  /** −alpha is what the outputs approach for very negative inputs. */
  readonly alpha?: number;
}

/**
 * The continuously differentiable exponential linear unit: y = max(x, 0) + alpha·(e^(min(x, 0)/alpha) − 1).
 *
 * @throws OptionError for options that are not numbers.
 * @see https://keras.io/api/layers/activations/#celu-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'celu' });
 */
export function celu({ alpha = 1, ...unknown }: CeluOptions = {}) {
  requireNamedOptions('celu', arguments);
  const config = { alpha };
  refuseUnknownOptions('celu', unknown, Object.keys(config));
  requireInterval('celu', { alpha }, '(0, ∞)');
  return defineElementwise({
    kind: 'celu',
    config,
    forward: (k, x) => k.whereGreater(x, 0, x, k.mul(expm1Of(k, k.div(x, alpha)), alpha)),
    backward: (k, _y, dy, x) =>
      k.whereGreater(x, 0, dy, k.mul(dy, k.exp(k.div(k.min(x, 0), alpha)))),
  });
}

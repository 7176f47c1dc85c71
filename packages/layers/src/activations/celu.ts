import {
  type Activation,
  declareOptions,
  defineElementwise,
  type OptionsOf,
  type Shown,
} from '@tsuno/core';
import { alphaBelow } from './elu.ts';
import { expm1Of } from './functions.ts';

const declared = declareOptions('celu', alphaBelow('(0, ∞)'));

export interface CeluOptions extends OptionsOf<typeof declared>, Shown {}

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
export function celu(options: CeluOptions = {}): Activation {
  const described = declared.read(arguments);
  const { alpha } = described.config;
  return defineElementwise({
    ...described,
    forward: (k, x) => k.whereGreater(x, 0, x, k.mul(expm1Of(k, k.div(x, alpha)), alpha)),
    backward: (k, _y, dy, x) =>
      k.whereGreater(x, 0, dy, k.mul(dy, k.exp(k.div(k.min(x, 0), alpha)))),
  });
}

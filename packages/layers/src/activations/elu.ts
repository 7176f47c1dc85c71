import {
  type Activation,
  declareOptions,
  defineElementwise,
  type Interval,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';
import { expm1Of } from './functions.ts';

/** The option of elu, whose range differs. */
/* @__NO_SIDE_EFFECTS__ */
export function alphaBelow(range: Interval) {
  return {
    /** −alpha is what the outputs approach for very negative inputs. */
    alpha: option.number(range, 1),
  };
}

const declared = declareOptions('elu', alphaBelow('(-∞, ∞)'));

export interface EluOptions extends OptionsOf<typeof declared>, Shown {}

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
export function elu(options: EluOptions = {}): Activation {
  const described = declared.read(arguments);
  const { alpha } = described.config;
  return defineElementwise({
    ...described,
    forward: (k, x) => k.whereGreater(x, 0, x, k.mul(expm1Of(k, x), alpha)),
    backward: (k, _y, dy, x) =>
      k.whereGreater(x, 0, dy, k.mul(dy, k.mul(k.exp(k.min(x, 0)), alpha))),
  });
}

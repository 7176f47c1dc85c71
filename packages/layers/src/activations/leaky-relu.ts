import {
  type Activation,
  declareOptions,
  defineElementwise,
  type Interval,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

/** The option of leakyRelu; the layer has its own range and default. */
/* @__NO_SIDE_EFFECTS__ */
export function slopeBelow(range: Interval, preset: number) {
  return {
    /** The slope below 0. */
    negativeSlope: option.number(range, preset),
  };
}

const declared = declareOptions('leakyRelu', slopeBelow('(-∞, ∞)', 0.2));

export interface LeakyReluOptions extends OptionsOf<typeof declared>, Shown {}

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
export function leakyRelu(options: LeakyReluOptions = {}): Activation {
  const described = declared.read(arguments);
  const { negativeSlope } = described.config;
  return defineElementwise({
    ...described,
    forward: (k, x) => k.whereGreater(0, x, k.mul(x, negativeSlope), x),
    backward: (k, _y, dy, x) => k.whereGreater(0, x, k.mul(dy, negativeSlope), dy),
  });
}

import {
  type Activation,
  declareOptions,
  defineElementwise,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('hardShrink', {
  /** Inputs of at most this size become 0. */
  threshold: option.number('[0, ∞)', 0.5),
});

export interface HardShrinkOptions extends OptionsOf<typeof declared>, Shown {}

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
export function hardShrink(options: HardShrinkOptions = {}): Activation {
  const described = declared.read(arguments);
  const { threshold } = described.config;
  return defineElementwise({
    ...described,
    forward: (k, x) => k.whereGreater(k.abs(x), threshold, x, 0),
    backward: (k, _y, dy, x) => k.whereGreater(k.abs(x), threshold, dy, 0),
  });
}

import {
  type Activation,
  declareOptions,
  defineElementwise,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('threshold', {
  /** Where y = x begins. */
  threshold: option.number('(-∞, ∞)'),
  /** The output elsewhere. */
  defaultValue: option.number('(-∞, ∞)'),
});

export interface ThresholdOptions extends OptionsOf<typeof declared>, Shown {}

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
export function threshold(options: ThresholdOptions): Activation {
  const described = declared.read(arguments);
  const { threshold: limit, defaultValue } = described.config;
  return defineElementwise({
    ...described,
    forward: (k, x) => k.whereGreater(x, limit, x, defaultValue),
    backward: (k, _y, dy, x) => k.whereGreater(x, limit, dy, 0),
  });
}

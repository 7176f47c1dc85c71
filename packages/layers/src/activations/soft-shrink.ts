import {
  type Activation,
  declareOptions,
  defineElementwise,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('softShrink', {
  /** t. */
  threshold: option.number('[0, ∞)', 0.5),
});

export interface SoftShrinkOptions extends OptionsOf<typeof declared>, Shown {}

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
export function softShrink(options: SoftShrinkOptions = {}): Activation {
  const described = declared.read(arguments);
  const { threshold } = described.config;
  return defineElementwise({
    ...described,
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

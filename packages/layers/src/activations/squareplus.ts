import {
  type Activation,
  declareOptions,
  defineElementwise,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('squareplus', {
  /** How smooth the bend at 0 is. */
  b: option.number('[0, ∞)', 4),
});

export interface SquareplusOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * y = (x + √(x² + b))/2, a smooth relu without exponentials.
 *
 * @throws OptionError for options that are not numbers.
 * @see https://keras.io/api/layers/activations/#squareplus-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'squareplus' });
 */
export function squareplus(options: SquareplusOptions = {}): Activation {
  const described = declared.read(arguments);
  const { b } = described.config;
  return defineElementwise({
    ...described,
    forward: (k, x) => k.mul(k.add(x, k.sqrt(k.add(k.square(x), b))), 0.5),
    backward: (k, _y, dy, x) =>
      k.mul(dy, k.mul(k.add(1, k.div(x, k.sqrt(k.add(k.square(x), b)))), 0.5)),
  });
}

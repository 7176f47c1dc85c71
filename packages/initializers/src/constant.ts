import {
  declareOptions,
  defineInitializer,
  type Initializer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('Constant', {
  /** The value. */
  value: option.number('(-∞, ∞)', 0),
});

export interface ConstantOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Start values that are all `value`.
 *
 * @see https://keras.io/api/layers/initializers/#constant-class
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 1, biasInitializer: initializers.Constant({ value: 0.1 }) });
 */
export function Constant(options: ConstantOptions = {}): Initializer {
  const described = declared.read(arguments);
  return defineInitializer({ ...described, sampler: () => () => described.config.value });
}

import {
  declareOptions,
  defineRegularizer,
  type OptionsOf,
  option,
  type Regularizer,
  type Shown,
} from '@tsuno/core';
import { sizePenalty } from './size-penalty.ts';

const declared = declareOptions('L2', {
  /** How much the penalty counts. */
  l2: option.number('[0, ∞)', 0.01),
});

export interface L2Options extends OptionsOf<typeof declared>, Shown {}

/**
 * The penalty l2·Σw², which keeps weights small (“weight decay” in the loss).
 *
 * @throws OptionError for a negative strength.
 * @see https://keras.io/api/layers/regularizers/#l2-class
 * @example
 * import { layers, regularizers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelRegularizer: regularizers.L2({ l2: 1e-4 }) });
 */
export function L2(options: L2Options = {}): Regularizer {
  const described = declared.read(arguments);
  return defineRegularizer({ ...described, rule: sizePenalty(described.config) });
}

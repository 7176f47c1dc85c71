import {
  declareOptions,
  defineRegularizer,
  type OptionsOf,
  option,
  type Regularizer,
  type Shown,
} from '@tsuno/core';
import { sizePenalty } from './size-penalty.ts';

const declared = declareOptions('L1', {
  /** How much the penalty counts. */
  l1: option.number('[0, ∞)', 0.01),
});

export interface L1Options extends OptionsOf<typeof declared>, Shown {}

/**
 * The penalty l1·Σ|w|, which drives weights to exactly 0.
 *
 * @throws OptionError for a negative strength.
 * @see https://keras.io/api/layers/regularizers/#l1-class
 * @example
 * import { layers, regularizers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelRegularizer: regularizers.L1({ l1: 1e-4 }) });
 */
export function L1(options: L1Options = {}): Regularizer {
  const described = declared.read(arguments);
  return defineRegularizer({ ...described, rule: sizePenalty(described.config) });
}

import {
  declareOptions,
  defineRegularizer,
  type OptionsOf,
  option,
  type Regularizer,
  type Shown,
} from '@tsuno/core';
import { sizePenalty } from './size-penalty.ts';

export const STRENGTHS = {
  /** How much the sum of absolute values counts. */
  l1: option.number('[0, ∞)', 0),
  /** How much the sum of squares counts. */
  l2: option.number('[0, ∞)', 0),
};

const declared = declareOptions('L1L2', STRENGTHS);

export interface L1L2Options extends OptionsOf<typeof declared>, Shown {}

/**
 * The penalty l1·Σ|w| + l2·Σw².
 *
 * @throws OptionError for a negative strength.
 * @see https://keras.io/api/layers/regularizers/#l1l2-class
 * @example
 * import { layers, regularizers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelRegularizer: regularizers.L1L2({ l1: 1e-5, l2: 1e-4 }) });
 */
export function L1L2(options: L1L2Options = {}): Regularizer {
  const described = declared.read(arguments);
  return defineRegularizer({ ...described, rule: sizePenalty(described.config) });
}

L1L2.aliases = ['l1_l2'] as const;

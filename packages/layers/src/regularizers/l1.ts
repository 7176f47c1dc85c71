import {
  defineRegularizer,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { sizePenalty } from './size-penalty.ts';

export interface L1Options {
  /** How much the penalty counts. */
  readonly l1?: number;
}

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
export function L1({ l1 = 0.01, ...unknown }: L1Options = {}) {
  requireNamedOptions('L1', arguments);
  const config = { l1 };
  refuseUnknownOptions('L1', unknown, Object.keys(config));
  requireInterval('L1', config, '[0, ∞)');
  return defineRegularizer({ kind: 'L1', config, rule: sizePenalty(config) });
}

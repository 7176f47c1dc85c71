import {
  defineRegularizer,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { sizePenalty } from './size-penalty.ts';

export interface L1L2Options {
  /** How much the sum of absolute values counts. */
  readonly l1?: number;
  /** How much the sum of squares counts. */
  readonly l2?: number;
}

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
export function L1L2({ l1 = 0, l2 = 0, ...unknown }: L1L2Options = {}) {
  requireNamedOptions('L1L2', arguments);
  const config = { l1, l2 };
  refuseUnknownOptions('L1L2', unknown, Object.keys(config));
  requireInterval('L1L2', config, '[0, ∞)');
  return defineRegularizer({ kind: 'L1L2', config, rule: sizePenalty(config) });
}

L1L2.aliases = ['l1_l2'] as const;

import {
  defineRegularizer,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { sizePenalty } from './size-penalty.ts';

export interface L2Options {
  /** How much the penalty counts. */
  readonly l2?: number;
}

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
export function L2({ l2 = 0.01, ...unknown }: L2Options = {}) {
  requireNamedOptions('L2', arguments);
  const config = { l2 };
  refuseUnknownOptions('L2', unknown, Object.keys(config));
  requireInterval('L2', config, '[0, ∞)');
  return defineRegularizer({ kind: 'L2', config, rule: sizePenalty(config) });
}

import {
  normConstraint,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { requireAxis } from './require-axis.ts';

export interface MaxNormOptions {
  /** The largest norm. */
  readonly maxValue?: number;
  /** Along which axes norms are taken: 0 for the weights into each unit of a Dense layer. */
  readonly axis?: number | readonly number[];
}

/**
 * Weights into each unit are scaled down to a norm of at most maxValue: w·min(‖w‖, maxValue)/(ε + ‖w‖), ε = 10⁻⁷.
 *
 * @throws OptionError for a negative maxValue.
 * @see https://keras.io/api/layers/constraints/#maxnorm-class
 * @example
 * import { constraints, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelConstraint: constraints.MaxNorm({ maxValue: 3 }) });
 */
export function MaxNorm({ maxValue = 2, axis = 0, ...unknown }: MaxNormOptions = {}) {
  requireNamedOptions('MaxNorm', arguments);
  const config = { maxValue, axis };
  refuseUnknownOptions('MaxNorm', unknown, Object.keys(config));
  requireInterval('MaxNorm', { maxValue }, '[0, ∞)');
  requireAxis('MaxNorm', axis);
  return normConstraint({
    kind: 'MaxNorm',
    config,
    desired: (k, norm) => k.min(norm, maxValue),
  });
}

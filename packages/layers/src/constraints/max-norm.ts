import {
  type Constraint,
  declareOptions,
  normConstraint,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';
import { NORM_AXES } from './norm-axes.ts';

const declared = declareOptions('MaxNorm', {
  /** The largest norm. */
  maxValue: option.number('[0, ∞)', 2),
  ...NORM_AXES,
});

export interface MaxNormOptions extends OptionsOf<typeof declared>, Shown {}

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
export function MaxNorm(options: MaxNormOptions = {}): Constraint {
  const described = declared.read(arguments);
  const { maxValue } = described.config;
  return normConstraint({ ...described, desired: (k, norm) => k.min(norm, maxValue) });
}

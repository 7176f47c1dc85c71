import {
  type Constraint,
  declareOptions,
  normConstraint,
  OptionError,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';
import { NORM_AXES } from './norm-axes.ts';

const declared = declareOptions('MinMaxNorm', {
  /** The smallest norm. */
  minValue: option.number('[0, ∞)', 0),
  /** The largest norm. */
  maxValue: option.number('[0, ∞)', 1),
  /** How far norms are brought to that range in a step; 1 all the way. */
  rate: option.number('[0, 1]', 1),
  ...NORM_AXES,
});

export interface MinMaxNormOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Weights into each unit are scaled to a norm between minValue and maxValue: the new norm is
 * rate·clip(‖w‖, minValue, maxValue) + (1 − rate)·‖w‖.
 *
 * @throws OptionError for negative values, a minValue above maxValue, and a rate outside [0, 1].
 * @see https://keras.io/api/layers/constraints/#minmaxnorm-class
 * @example
 * import { constraints, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelConstraint: constraints.MinMaxNorm({ minValue: 0.5, maxValue: 2 }) });
 */
export function MinMaxNorm(options: MinMaxNormOptions = {}): Constraint {
  const described = declared.read(arguments);
  const { minValue, maxValue, rate } = described.config;
  if (minValue > maxValue) {
    throw new OptionError(
      `MinMaxNorm: minValue must be at most maxValue, got ${minValue} and ${maxValue}.`,
    );
  }
  return normConstraint({
    ...described,
    desired(k, norm) {
      const within = k.min(k.max(norm, minValue), maxValue);
      return rate === 1 ? within : k.add(k.mul(within, rate), k.mul(norm, 1 - rate));
    },
  });
}

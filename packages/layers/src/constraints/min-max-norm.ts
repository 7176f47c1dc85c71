import {
  normConstraint,
  OptionError,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { requireAxis } from './require-axis.ts';

export interface MinMaxNormOptions {
  /** The smallest norm. */
  readonly minValue?: number;
  /** The largest norm. */
  readonly maxValue?: number;
  /** How far norms are brought to that range in a step; 1 all the way. */
  readonly rate?: number;
  /** Along which axes norms are taken: 0 for the weights into each unit of a Dense layer. */
  readonly axis?: number | readonly number[];
}

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
export function MinMaxNorm({
  minValue = 0,
  maxValue = 1,
  rate = 1,
  axis = 0,
  ...unknown
}: MinMaxNormOptions = {}) {
  requireNamedOptions('MinMaxNorm', arguments);
  const config = { minValue, maxValue, rate, axis };
  refuseUnknownOptions('MinMaxNorm', unknown, Object.keys(config));
  requireInterval('MinMaxNorm', { minValue, maxValue }, '[0, ∞)');
  requireInterval('MinMaxNorm', { rate }, '[0, 1]');
  if (minValue > maxValue) {
    throw new OptionError(
      `MinMaxNorm: minValue must be at most maxValue, got ${minValue} and ${maxValue}.`,
    );
  }
  requireAxis('MinMaxNorm', axis);
  return normConstraint({
    kind: 'MinMaxNorm',
    config,
    desired(k, norm) {
      const within = k.min(k.max(norm, minValue), maxValue);
      return rate === 1 ? within : k.add(k.mul(within, rate), k.mul(norm, 1 - rate));
    },
  });
}

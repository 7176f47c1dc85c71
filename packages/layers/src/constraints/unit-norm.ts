import {
  type Constraint,
  declareOptions,
  normConstraint,
  type OptionsOf,
  type Shown,
} from '@tsuno/core';
import { NORM_AXES } from './norm-axes.ts';

const declared = declareOptions('UnitNorm', NORM_AXES);

export interface UnitNormOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Weights into each unit are scaled to the norm 1: w/(ε + ‖w‖), ε = 10⁻⁷.
 *
 * @see https://keras.io/api/layers/constraints/#unitnorm-class
 * @example
 * import { constraints, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelConstraint: constraints.UnitNorm() });
 */
export function UnitNorm(options: UnitNormOptions = {}): Constraint {
  return normConstraint({
    ...declared.read(arguments),
    desired: (k, norm) => k.add(k.mul(norm, 0), 1),
  });
}

import { normConstraint, refuseUnknownOptions, requireNamedOptions } from '@tsuno/core';
import { requireAxis } from './require-axis.ts';

export interface UnitNormOptions {
  /** Along which axes norms are taken: 0 for the weights into each unit of a Dense layer. */
  readonly axis?: number | readonly number[];
}

/**
 * Weights into each unit are scaled to the norm 1: w/(ε + ‖w‖), ε = 10⁻⁷.
 *
 * @see https://keras.io/api/layers/constraints/#unitnorm-class
 * @example
 * import { constraints, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelConstraint: constraints.UnitNorm() });
 */
export function UnitNorm({ axis = 0, ...unknown }: UnitNormOptions = {}) {
  requireNamedOptions('UnitNorm', arguments);
  refuseUnknownOptions('UnitNorm', unknown, ['axis']);
  requireAxis('UnitNorm', axis);
  return normConstraint({
    kind: 'UnitNorm',
    config: { axis },
    desired: (k, norm) => k.add(k.mul(norm, 0), 1),
  });
}

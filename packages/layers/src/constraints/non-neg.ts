import { defineConstraint, refuseUnknownOptions } from '@tsuno/core';

/**
 * Weights that are not negative: max(w, 0).
 *
 * @see https://keras.io/api/layers/constraints/#nonneg-class
 * @example
 * import { constraints, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelConstraint: constraints.NonNeg() });
 */
export function NonNeg(options: Readonly<Record<never, never>> = {}) {
  refuseUnknownOptions('NonNeg', options, []);
  return defineConstraint({ kind: 'NonNeg', config: {}, rule: (k, w) => k.max(w, 0) });
}

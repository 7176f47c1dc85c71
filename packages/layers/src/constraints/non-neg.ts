import { type Constraint, declareOptions, defineConstraint, type NoOptions } from '@tsuno/core';

const declared = declareOptions('NonNeg', {});

/**
 * Weights that are not negative: max(w, 0).
 *
 * @see https://keras.io/api/layers/constraints/#nonneg-class
 * @example
 * import { constraints, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelConstraint: constraints.NonNeg() });
 */
export function NonNeg(options: NoOptions = {}): Constraint {
  return defineConstraint({ ...declared.read(arguments), rule: (k, w) => k.max(w, 0) });
}

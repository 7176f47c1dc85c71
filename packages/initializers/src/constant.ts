import {
  defineInitializer,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface ConstantOptions {
  /** The value. */
  readonly value?: number;
}

/**
 * Start values that are all `value`.
 *
 * @see https://keras.io/api/layers/initializers/#constant-class
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 1, biasInitializer: initializers.Constant({ value: 0.1 }) });
 */
export function Constant({ value = 0, ...unknown }: ConstantOptions = {}) {
  requireNamedOptions('Constant', arguments);
  requireInterval('Constant', { value }, '(-∞, ∞)');
  refuseUnknownOptions('Constant', unknown, ['value']);
  return defineInitializer({ kind: 'Constant', config: { value }, sampler: () => () => value });
}

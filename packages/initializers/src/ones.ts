import { declareOptions, defineInitializer, type Initializer, type NoOptions } from '@tsuno/core';

const declared = declareOptions('Ones', {});

/**
 * Start values that are all 1. For kernels 1 is a trap: all units of a layer would learn the same.
 *
 * @see https://keras.io/api/layers/initializers/#ones-class
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 1, biasInitializer: initializers.Ones() });
 */
export function Ones(options: NoOptions = {}): Initializer {
  return defineInitializer({ ...declared.read(arguments), sampler: () => () => 1 });
}

Ones.aliases = ['one'] as const;

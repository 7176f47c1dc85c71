import { declareOptions, defineInitializer, type Initializer, type NoOptions } from '@tsuno/core';

const declared = declareOptions('Zeros', {});

/**
 * Start values that are all 0; Keras's default for biases. For kernels 0 is a trap: all units of a layer would learn the same.
 *
 * @see https://keras.io/api/layers/initializers/#zeros-class
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 1, biasInitializer: initializers.Zeros() });
 */
export function Zeros(options: NoOptions = {}): Initializer {
  return defineInitializer({ ...declared.read(arguments), sampler: () => () => 0 });
}

Zeros.aliases = ['zero'] as const;

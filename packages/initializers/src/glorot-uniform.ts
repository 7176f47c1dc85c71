import type { Initializer } from '@tsuno/core';
import type { SeedOptions } from './seed.ts';
import { namedScaling } from './variance-scaling.ts';

/**
 * Start values from U(−L, L), where L = √(6 / (fanIn + fanOut)). Keras's default for kernels, made for sigmoid and tanh.
 *
 * Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
 *
 * @see https://keras.io/api/layers/initializers/
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelInitializer: initializers.GlorotUniform({ seed: 1 }) });
 */
export function GlorotUniform(options: SeedOptions = {}): Initializer {
  return namedScaling(
    'GlorotUniform',
    { scale: 1, mode: 'fan_avg', distribution: 'uniform' },
    arguments,
  );
}

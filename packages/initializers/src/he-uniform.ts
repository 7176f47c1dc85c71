import type { Initializer } from '@tsuno/core';
import type { SeedOptions } from './seed.ts';
import { namedScaling } from './variance-scaling.ts';

/**
 * Start values from U(−L, L), where L = √(6 / fanIn). Made for relu.
 *
 * Source: K. He et al., "Delving Deep into Rectifiers" (2015), https://arxiv.org/abs/1502.01852.
 *
 * @see https://keras.io/api/layers/initializers/
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelInitializer: initializers.HeUniform({ seed: 1 }) });
 */
export function HeUniform(options: SeedOptions = {}): Initializer {
  return namedScaling(
    'HeUniform',
    { scale: 2, mode: 'fan_in', distribution: 'uniform' },
    arguments,
  );
}

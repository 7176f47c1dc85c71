import type { Initializer } from '@tsuno/core';
import type { SeedOptions } from './seed.ts';
import { namedScaling } from './variance-scaling.ts';

/**
 * Start values from U(−L, L), where L = √(3 / fanIn).
 * Made for selu.
 *
 * Source: Y. LeCun et al., "Efficient BackProp" (1998).
 *
 * @see https://keras.io/api/layers/initializers/
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelInitializer: initializers.LecunUniform({ seed: 1 }) });
 */
export function LecunUniform(options: SeedOptions = {}): Initializer {
  return namedScaling(
    'LecunUniform',
    { scale: 1, mode: 'fan_in', distribution: 'uniform' },
    arguments,
  );
}

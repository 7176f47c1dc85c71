import type { Initializer } from '@tsuno/core';
import type { SeedOptions } from './seed.ts';
import { namedScaling } from './variance-scaling.ts';

/**
 * Start values from a normal distribution with the standard deviation √(1 / fanIn), cut at two (uncut) standard deviations.
 * Made for selu.
 *
 * Source: Y. LeCun et al., "Efficient BackProp" (1998).
 *
 * @see https://keras.io/api/layers/initializers/
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelInitializer: initializers.LecunNormal({ seed: 1 }) });
 */
export function LecunNormal(options: SeedOptions = {}): Initializer {
  return namedScaling(
    'LecunNormal',
    { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' },
    arguments,
  );
}

import type { Initializer } from '@tsuno/core';
import type { SeedOptions } from './seed.ts';
import { namedScaling } from './variance-scaling.ts';

/**
 * Start values from a normal distribution cut at two standard deviations, with σ the deviation after the cut, where σ = √(2 / fanIn). Made for relu.
 *
 * Source: K. He et al., "Delving Deep into Rectifiers" (2015), https://arxiv.org/abs/1502.01852.
 *
 * @see https://keras.io/api/layers/initializers/
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelInitializer: initializers.HeNormal({ seed: 1 }) });
 */
export function HeNormal(options: SeedOptions = {}): Initializer {
  return namedScaling(
    'HeNormal',
    { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' },
    arguments,
  );
}

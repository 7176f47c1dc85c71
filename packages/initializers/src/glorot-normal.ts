import type { Initializer } from '@tsuno/core';
import type { SeedOptions } from './seed.ts';
import { namedScaling } from './variance-scaling.ts';

/**
 * Start values from a normal distribution cut at two standard deviations, with σ the deviation after the cut, where σ = √(2 / (fanIn + fanOut)). Made for sigmoid and tanh.
 *
 * Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
 *
 * @see https://keras.io/api/layers/initializers/
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, kernelInitializer: initializers.GlorotNormal({ seed: 1 }) });
 */
export function GlorotNormal(options: SeedOptions = {}): Initializer {
  return namedScaling(
    'GlorotNormal',
    { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal' },
    arguments,
  );
}

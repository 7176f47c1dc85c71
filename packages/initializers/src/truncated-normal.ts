import {
  defineInitializer,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import type { RandomNormalOptions } from './random-normal.ts';
import { requireOptionalSeed } from './seed.ts';
import { truncatedNormal } from './variance-scaling.ts';

/**
 * Start values from the normal distribution with this mean and standard deviation, without those more than two
 * standard deviations away.
 *
 * @throws OptionError for a negative standard deviation.
 * @see https://keras.io/api/layers/initializers/#truncatednormal-class
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 1, kernelInitializer: initializers.TruncatedNormal({ stddev: 0.01 }) });
 */
export function TruncatedNormal({
  mean = 0,
  stddev = 0.05,
  seed,
  ...unknown
}: RandomNormalOptions = {}) {
  requireNamedOptions('TruncatedNormal', arguments);
  const config = { mean, stddev, seed };
  requireInterval('TruncatedNormal', { mean }, '(-∞, ∞)');
  requireInterval('TruncatedNormal', { stddev }, '[0, ∞)');
  requireOptionalSeed('TruncatedNormal', seed);
  refuseUnknownOptions('TruncatedNormal', unknown, Object.keys(config));
  return defineInitializer({
    kind: 'TruncatedNormal',
    config,
    sampler: (_shape, rng) => () => mean + stddev * truncatedNormal(rng),
  });
}

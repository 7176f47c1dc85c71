import {
  defineInitializer,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { requireOptionalSeed } from './seed.ts';

export interface RandomNormalOptions {
  /** The mean of the values. */
  readonly mean?: number;
  /** Their standard deviation. */
  readonly stddev?: number;
  /** With it the values depend on this seed alone, not on the model's. */
  readonly seed?: number;
}

/**
 * Start values from the normal distribution with this mean and standard deviation.
 *
 * @throws OptionError for a negative standard deviation.
 * @see https://keras.io/api/layers/initializers/#randomnormal-class
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 1, kernelInitializer: initializers.RandomNormal({ stddev: 0.01 }) });
 */
export function RandomNormal({
  mean = 0,
  stddev = 0.05,
  seed,
  ...unknown
}: RandomNormalOptions = {}) {
  requireNamedOptions('RandomNormal', arguments);
  const config = { mean, stddev, seed };
  requireInterval('RandomNormal', { mean }, '(-∞, ∞)');
  requireInterval('RandomNormal', { stddev }, '[0, ∞)');
  requireOptionalSeed('RandomNormal', seed);
  refuseUnknownOptions('RandomNormal', unknown, Object.keys(config));
  return defineInitializer({
    kind: 'RandomNormal',
    config,
    sampler: (_shape, rng) => () => mean + stddev * rng.normal(),
  });
}

RandomNormal.aliases = ['normal'] as const;

import { declareOptions, defineInitializer, type Initializer } from '@tsuno/core';
import { NORMAL, type RandomNormalOptions } from './random-normal.ts';
import { truncatedNormal } from './variance-scaling.ts';

const declared = declareOptions('TruncatedNormal', NORMAL);

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
export function TruncatedNormal(options: RandomNormalOptions = {}): Initializer {
  const described = declared.read(arguments);
  const { mean, stddev } = described.config;
  return defineInitializer({
    ...described,
    sampler: (_shape, rng) => () => mean + stddev * truncatedNormal(rng),
  });
}

import {
  declareOptions,
  defineInitializer,
  type Initializer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';
import { SEED } from './seed.ts';

/** The options of normal distributions. */
export const NORMAL = {
  /** The mean of the values. */
  mean: option.number('(-∞, ∞)', 0),
  /** Their standard deviation. */
  stddev: option.number('[0, ∞)', 0.05),
  ...SEED,
};

const declared = declareOptions('RandomNormal', NORMAL);

export interface RandomNormalOptions extends OptionsOf<typeof declared>, Shown {}

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
export function RandomNormal(options: RandomNormalOptions = {}): Initializer {
  const described = declared.read(arguments);
  const { mean, stddev } = described.config;
  return defineInitializer({
    ...described,
    sampler: (_shape, rng) => () => mean + stddev * rng.normal(),
  });
}

RandomNormal.aliases = ['normal'] as const;

import {
  declareOptions,
  defineInitializer,
  type Initializer,
  OptionError,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';
import { SEED } from './seed.ts';

const declared = declareOptions('RandomUniform', {
  /** The least value. */
  minval: option.number('(-∞, ∞)', -0.05),
  /** The largest value, excluded. */
  maxval: option.number('(-∞, ∞)', 0.05),
  ...SEED,
});

export interface RandomUniformOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Start values from U(minval, maxval).
 *
 * @throws OptionError when minval is above maxval.
 * @see https://keras.io/api/layers/initializers/#randomuniform-class
 * @example
 * import { initializers, layers } from 'tsuno';
 *
 * layers.Dense({ units: 1, kernelInitializer: initializers.RandomUniform({ minval: 0, maxval: 1 }) });
 */
export function RandomUniform(options: RandomUniformOptions = {}): Initializer {
  const described = declared.read(arguments);
  const { minval, maxval } = described.config;
  if (minval > maxval) {
    throw new OptionError(
      `RandomUniform: minval must not be above maxval, got minval ${minval} and maxval ${maxval}.`,
    );
  }
  return defineInitializer({
    ...described,
    sampler: (_shape, rng) => () => minval + (maxval - minval) * rng.uniform(),
  });
}

RandomUniform.aliases = ['uniform'] as const;

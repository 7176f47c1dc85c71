import {
  defineInitializer,
  OptionError,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { requireOptionalSeed } from './seed.ts';

export interface RandomUniformOptions {
  /** The least value. */
  readonly minval?: number;
  /** The largest value, excluded. */
  readonly maxval?: number;
  /** With it the values depend on this seed alone, not on the model's. */
  readonly seed?: number;
}

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
export function RandomUniform({
  minval = -0.05,
  maxval = 0.05,
  seed,
  ...unknown
}: RandomUniformOptions = {}) {
  requireNamedOptions('RandomUniform', arguments);
  const config = { minval, maxval, seed };
  requireInterval('RandomUniform', { minval, maxval }, '(-∞, ∞)');
  if (minval > maxval) {
    throw new OptionError(
      `RandomUniform: minval must not be above maxval, got minval ${minval} and maxval ${maxval}.`,
    );
  }
  requireOptionalSeed('RandomUniform', seed);
  refuseUnknownOptions('RandomUniform', unknown, Object.keys(config));
  return defineInitializer({
    kind: 'RandomUniform',
    config,
    sampler: (_shape, rng) => () => minval + (maxval - minval) * rng.uniform(),
  });
}

RandomUniform.aliases = ['uniform'] as const;

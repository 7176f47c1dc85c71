import { type DeclaredOptions, type OptionsOf, option } from '@tsuno/core';

export const SEED = {
  /** With it the values depend on this seed alone, not on the model's. */
  seed: option.seed(),
};

/** The options of the initializers that have a seed only. */
export type SeedOptions = OptionsOf<DeclaredOptions<typeof SEED>>;

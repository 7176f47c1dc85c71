import { type DeclaredOptions, type OptionsOf, option, type Shown } from '@tsuno/core';

export const SEED = {
  /** With it the values depend on this seed alone, not on the model's. */
  seed: option.seed(),
};

/** The options of the initializers that have a seed only. */
export interface SeedOptions extends OptionsOf<DeclaredOptions<typeof SEED>>, Shown {}

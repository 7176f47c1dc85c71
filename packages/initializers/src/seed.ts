import { requireSeed } from '@tsuno/core';

/** @throws OptionError for a seed that is given and is not a whole number. */
export function requireOptionalSeed(who: string, seed: unknown): void {
  if (seed !== undefined) requireSeed(who, seed);
}

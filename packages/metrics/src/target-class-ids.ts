import { OptionError, show } from '@tsuno/core';

/** Refuses what is no list of class numbers from 0 to `classes` − 1. */
export function requireClassIds(who: string, given: unknown, classes: number): void {
  const valid =
    Array.isArray(given) &&
    given.length > 0 &&
    given.every((id) => Number.isSafeInteger(id) && id >= 0 && id < classes);
  if (valid) return;
  throw new OptionError(
    `${who}: targetClassIds must be a list of class numbers from 0 to ${classes - 1}, got ${show(given)}.`,
  );
}

import { OptionError, show } from '@tsuno/core';

/** @throws OptionError for what is neither a whole number nor a list of them. */
export function requireAxis(who: string, axis: unknown): void {
  const axes = Array.isArray(axis) ? axis : [axis];
  if (axes.length > 0 && axes.every((one) => Number.isInteger(one))) return;
  throw new OptionError(
    `${who}: axis must be a whole number or a list of them, got ${show(axis)}.`,
  );
}

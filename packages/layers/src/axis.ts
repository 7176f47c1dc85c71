import { OptionError, show } from '@tsuno/core';

/**
 * An axis counted from the front, the batch being 0, of a tensor with `rank` axes.
 *
 * @throws OptionError for one that does not exist, and for the batch's.
 */
export function axisOf(who: string, axis: number, rank: number): number {
  const whole = axis < 0 ? rank + axis : axis;
  if (whole >= 1 && whole < rank) return whole;
  throw new OptionError(
    `${who}: axis ${axis} does not exist in inputs with ${rank} axes; 0 is the batch, so it can be 1 to ${rank - 1}, or -1 for the last.`,
  );
}

/**
 * Refuses what is no whole number, and, where several may be given, a list with anything else or the same twice.
 *
 * @throws OptionError
 */
export function requireAxes(who: string, axis: unknown, mayBeList: boolean): void {
  const axes = mayBeList ? [axis].flat() : [axis];
  if (axes.length > 0 && axes.every((one) => Number.isInteger(one))) {
    if (new Set(axes).size === axes.length) return;
    throw new OptionError(`${who}: axis has one of its numbers twice, got ${show(axis)}.`);
  }
  const list = mayBeList ? ' or a list of them' : '';
  throw new OptionError(`${who}: axis must be a whole number${list}, got ${show(axis)}.`);
}

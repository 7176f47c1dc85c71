import { OptionError } from '@tsuno/core';

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

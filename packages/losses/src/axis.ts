import { OptionError, type Shape, ShapeError, show, showShape } from '@tsuno/core';

/**
 * Refuses an axis that is no whole number, and the batch's own: the values of a loss are one for each example.
 *
 * @throws OptionError
 */
export function requireAxis(who: string, axis: unknown): void {
  if (Number.isSafeInteger(axis) && axis !== 0) return;
  throw new OptionError(
    `${who}: axis must be a whole number other than 0, which is the batch, such as -1 for the last axis, got ${show(axis)}.`,
  );
}

/**
 * Where `axis` is in tensors of `rank` axes, the batch among them: of two axes −1 is 1.
 *
 * @throws ShapeError when outputs of this rank have no such axis.
 */
export function axisIn(who: string, axis: number, rank: number): number {
  const place = axis < 0 ? axis + rank : axis;
  if (place > 0 && place < rank) return place;
  throw new ShapeError(
    `${who}: axis is ${axis}, but with the batch there are ${rank} axes. Use -1 for the last one.`,
  );
}

/** Refuses outputs without that axis. */
export function requireAxisIn(who: string, axis: number, output: Shape): void {
  if (output.length === 0) {
    throw new ShapeError(
      `${who}: the outputs must be vectors at least, got the shape ${showShape(output)}.`,
    );
  }
  axisIn(who, axis, output.length + 1);
}

/** Whether `axis` is the only one of an example. */
export const isOnlyAxis = (axis: number, output: Shape): boolean =>
  output.length === 1 && (axis === -1 || axis === 1);

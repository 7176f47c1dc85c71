import { OptionError } from './errors.ts';
import { show } from './show.ts';

/** The sizes of ONE example, without the batch: a picture of 28×28 is `[28, 28]`, a label is `[]`. */
export type Shape = readonly number[];

/** How many numbers one example of this shape holds; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** The shape with the batch in front, in Keras's notation: `[25]` → `(None, 25)`. */
export function showBatchShape(shape: Shape): string {
  return shape.length === 0 ? '(None,)' : `(None, ${shape.join(', ')})`;
}

export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** @throws OptionError unless every size is a whole number of at least 1. */
export function requireShape(who: string, option: string, shape: unknown): asserts shape is Shape {
  const valid =
    Array.isArray(shape) &&
    // Not `every`, which does not see holes.
    shape.findIndex((size) => !Number.isSafeInteger(size) || size <= 0) < 0;
  if (!valid) {
    throw new OptionError(
      `${who}: ${option} must be a list of whole numbers of at least 1, without the batch size, such as [784], got ${show(shape)}.`,
    );
  }
}

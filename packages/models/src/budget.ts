import { type Shape, ShapeError, showShape, sizeOf, UnsupportedError } from '@tsuno/core';

/**
 * The most numbers that a model's weights, one example on its way through it, or one table of data may hold: 2²⁹, which
 * are 2 GiB. An optimizer with two accumulators takes four times as much beside the weights themselves, and no engine
 * of a browser gives an array more than a few GiB. It is checked before anything is allocated.
 */
export const MOST_NUMBERS = 2 ** 29;

/** @throws UnsupportedError for more numbers than {@link MOST_NUMBERS}: `what` has so many. */
export function requireBudget(what: string, numbers: number, advice: string): void {
  if (numbers <= MOST_NUMBERS) return;
  throw new UnsupportedError(
    `${what} ${showCount(numbers)}, more than the ${showCount(MOST_NUMBERS)} that are possible. ${advice}`,
  );
}

/** @throws UnsupportedError for a shape too large to compute with; ShapeError for one that holds nothing. */
export function requireExampleShape(who: string, shape: Shape, from?: Shape): void {
  const source = from === undefined ? '' : ` from ${showShape(from)}`;
  if (!shape.every((size) => Number.isInteger(size) && size > 0)) {
    throw new ShapeError(`${who} makes an output of shape ${showShape(shape)}${source}.`);
  }
  const verb = from === undefined ? 'takes' : 'makes';
  requireBudget(
    `${who} ${verb} ${showShape(shape)}${source}, which is for one example`,
    sizeOf(shape),
    'Make the examples smaller.',
  );
}

/** `10,000,000,010 numbers (37.3 GiB)` */
function showCount(numbers: number): string {
  const gib = (4 * numbers) / 2 ** 30;
  const shown = gib < 1e6 ? Number(gib.toPrecision(3)).toString() : gib.toExponential(1);
  const count = Number.isSafeInteger(numbers)
    ? numbers.toLocaleString('en-US')
    : numbers.toExponential(1);
  return `${count} numbers (${shown} GiB)`;
}

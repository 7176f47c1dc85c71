import { OptionError, type Rows, show, sizeOf } from '@tsuno/core';

/** How much an example of each class counts: `{ 0: 1, 1: 5 }`. Classes that are not named count 1. */
export type ClassWeight = Readonly<Record<number, number>>;

/**
 * One weight for each example, by its class: the label, or where the one-hot target has its largest number.
 *
 * @throws OptionError for keys that are no classes and weights that are no numbers.
 */
export function weightsOfClasses(
  who: string,
  targets: Rows | null,
  classWeight: ClassWeight,
): Rows {
  if (typeof classWeight !== 'object' || Array.isArray(classWeight)) {
    throw new OptionError(
      `${who}: classWeight must be an object such as { 0: 1, 1: 5 }, got ${show(classWeight)}.`,
    );
  }
  for (const [key, weight] of Object.entries(classWeight)) {
    if (!/^\d+$/.test(key) || !Number.isFinite(weight) || weight < 0) {
      throw new OptionError(
        `${who}: classWeight maps class numbers to weights of at least 0, got ${show(key)}: ${show(weight)}.`,
      );
    }
  }
  if (targets === null) throw new OptionError(`${who}: classWeight needs targets.`);
  const { values, shape, size } = targets;
  const width = sizeOf(shape);
  const weights = Float32Array.from({ length: size }, (_, row) => {
    const label =
      width === 1
        ? Math.round(values[row])
        : argMax(values.subarray(row * width, (row + 1) * width));
    return classWeight[label] ?? 1;
  });
  return { values: weights, shape: [], size };
}

function argMax(values: Float32Array | Int32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

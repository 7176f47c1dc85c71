import { isPlainObject, OptionError, plainObjectHint, type Rows, show, sizeOf } from '@tsuno/core';

/**
 * How much an example of each class counts: `{ 0: 1, 1: 5 }`, or a Map from class numbers. Classes that are not named
 * count 1.
 */
export type ClassWeight = Readonly<Record<number, number>> | ReadonlyMap<number, number>;

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
  const weightOf = weightByClass(who, classWeight);
  if (targets === null) throw new OptionError(`${who}: classWeight needs targets.`);
  const { values, shape, size } = targets;
  const width = sizeOf(shape);
  const weights = Float32Array.from({ length: size }, (_, row) => {
    const label =
      width === 1
        ? Math.round(values[row])
        : argMax(values.subarray(row * width, (row + 1) * width));
    return weightOf.get(label) ?? 1;
  });
  return { values: weights, shape: [], size };
}

function weightByClass(who: string, classWeight: unknown): ReadonlyMap<number, number> {
  if (!(classWeight instanceof Map) && !isPlainObject(classWeight)) {
    throw new OptionError(
      `${who}: classWeight must be an object such as { 0: 1, 1: 5 } or a Map, got ${show(classWeight)}.${plainObjectHint(classWeight)}`,
    );
  }
  const entries: readonly (readonly [unknown, unknown])[] =
    classWeight instanceof Map
      ? [...classWeight]
      : // The keys of an object are words.
        Object.entries(classWeight).map(([key, weight]) => [
          /^\d+$/.test(key) ? Number(key) : key,
          weight,
        ]);
  for (const [label, weight] of entries) {
    const isClass = Number.isSafeInteger(label) && (label as number) >= 0;
    if (!isClass || !Number.isFinite(weight) || (weight as number) < 0) {
      throw new OptionError(
        `${who}: classWeight maps class numbers to weights of at least 0, got ${show(label)}: ${show(weight)}.`,
      );
    }
  }
  return new Map(entries as readonly (readonly [number, number])[]);
}

function argMax(values: Float32Array | Int32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

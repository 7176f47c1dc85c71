import { LabelError, type Metric, type Rows, sameShape, showShape, sizeOf } from '@tsuno/core';

/** A check that there is a target for each output. */
export function requireSameShape(who: string): NonNullable<Metric['checkTargets']> {
  return ({ shape }, output) => {
    if (sameShape(shape, output) || (sizeOf(shape) === 1 && sizeOf(output) === 1)) return;
    throw new LabelError(
      `${who}: each target must have the shape of an output, ${showShape(output)}, got ${showShape(shape)}. The string 'accuracy' picks the accuracy that fits.`,
    );
  };
}

/**
 * Refuses targets that are neither 0 nor 1, naming the first.
 *
 * @throws LabelError
 */
export function requireYesOrNo(who: string, { values, shape }: Rows): void {
  const width = sizeOf(shape);
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0 || values[i] === 1) continue;
    const place = width === 1 ? `[${i}]` : `[${Math.floor(i / width)}][${i % width}]`;
    throw new LabelError(`${who}: y${place} is ${values[i]}, but targets are 0 or 1.`);
  }
}

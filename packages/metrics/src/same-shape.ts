import { LabelError, type Metric, sameShape, showShape, sizeOf } from '@tsuno/core';

/** A check that there is a target for each output. */
export function requireSameShape(who: string): NonNullable<Metric['checkTargets']> {
  return ({ shape }, output) => {
    if (sameShape(shape, output) || (sizeOf(shape) === 1 && sizeOf(output) === 1)) return;
    throw new LabelError(
      `${who}: each target must have the shape of an output, ${showShape(output)}, got ${showShape(shape)}. The string 'accuracy' picks the accuracy that fits.`,
    );
  };
}

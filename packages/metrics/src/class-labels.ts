import { LabelError, type Metric, showShape, sizeOf } from '@tsuno/core';

/** A check that there is a class number for each row of scores. */
export function requireLabelPerRow(who: string): NonNullable<Metric['checkTargets']> {
  return ({ shape }, output) => {
    const positions = output.slice(0, -1);
    if (sizeOf(shape) === sizeOf(positions)) return;
    throw new LabelError(
      `${who}: each target must be a class number, of shape ${showShape(positions)}, got ${showShape(shape)}. The string 'accuracy' picks the accuracy that fits.`,
    );
  };
}

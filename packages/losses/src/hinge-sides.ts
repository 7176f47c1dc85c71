import { type Arith, LabelError, type Rows, type Shape, sizeOf } from '@tsuno/core';
import { position, requireTargetPerOutput } from './targets.ts';

/** The side of 0 that a target asks for: 1 for 1, −1 for −1 and for 0. */
export const sideOf = <T>(k: Arith<T>, y: T): T => k.whereGreater(y, 0, 1, -1);

/** 1 − y·ŷ: how far the output is from being on the right side by 1. */
export const shortfall = <T>(k: Arith<T>, y: T, output: T): T =>
  k.sub(1, k.mul(sideOf(k, y), output));

/** Refuses targets that are neither all 0 or 1, nor all −1 or 1. */
export function requireSides(who: string, targets: Rows, output: Shape): void {
  requireTargetPerOutput(who, targets, output);
  const { values, shape } = targets;
  const width = sizeOf(shape);
  const other = values.findIndex((y) => y !== 0 && y !== 1 && y !== -1);
  if (other >= 0) {
    throw new LabelError(
      `${who}: y${position(other, width)} is ${values[other]}, but targets are 0 or 1, or -1 or 1.`,
    );
  }
  const [zero, minus] = [values.indexOf(0), values.indexOf(-1)];
  if (zero >= 0 && minus >= 0) {
    throw new LabelError(
      `${who}: y${position(zero, width)} is 0 and y${position(minus, width)} is -1, but only one of them can stand for the negative side.`,
    );
  }
}

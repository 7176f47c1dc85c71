import { OptionError } from '@tsuno/core';
import type { Point } from './surface.ts';

/** A plane in the space of all weights, with two axes at right angles. */
export interface Plane {
  /** The weights at this place. */
  at(p: number, q: number): Float64Array;
  /** The place nearest to these weights. */
  project(weights: Float64Array): Point;
}

/** The plane through three points: the first is (0, 0), the second lies on the first axis. */
export function planeThrough(
  who: string,
  origin: Float64Array,
  first: Float64Array,
  second: Float64Array,
): Plane {
  const u = unit(difference(first, origin));
  const toSecond = u && difference(second, origin);
  const along = u && toSecond ? dot(u, toSecond) : 0;
  const v = u && toSecond ? unit(toSecond.map((value, i) => value - along * u[i])) : null;
  if (u === null || v === null) {
    throw new OptionError(
      `${who}: the start and the two ends lie on one line, which spans no plane. Train longer, or with other optimizers.`,
    );
  }
  return {
    at: (p, q) => origin.map((value, i) => value + p * u[i] + q * v[i]),
    project(weights) {
      const away = difference(weights, origin);
      return [dot(away, u), dot(away, v)];
    },
  };
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** Of length 1; null for what has hardly any, or is not finite. */
function unit(vector: Float64Array): Float64Array | null {
  const length = Math.sqrt(dot(vector, vector));
  return length > 1e-9 && Number.isFinite(length) ? vector.map((value) => value / length) : null;
}

import type { Arith } from '@tsuno/core';

/** The derivative of max(x, limit) by x: 1 above the limit, 0 below it, and ½ on it as in JAX. */
export function slopeOfMax<T>(k: Arith<T>, x: T, limit: number): T {
  return k.whereGreater(x, limit, 1, k.whereGreater(limit, x, 0, 0.5));
}

/** x kept within [low, high]. */
export function clip<T>(k: Arith<T>, x: T, low: number, high: number): T {
  return k.min(k.max(x, low), high);
}

/** The derivative of {@link clip} by x: 1 inside, 0 outside, and ½ on either limit as in JAX. */
export function slopeOfClip<T>(k: Arith<T>, x: T, low: number, high: number): T {
  return k.mul(slopeOfMax(k, x, low), k.sub(1, slopeOfMax(k, x, high)));
}

import type { Rng } from './rng.ts';

/**
 * Two numbers of 32 bits that stand for a field of random numbers: the number at each place follows from the key and
 * the place alone, so every engine and every thread sees the same field in whichever order it looks.
 */
export type FieldKey = readonly [number, number];

export function fieldKey(rng: Rng): FieldKey {
  return [wholeNumber(rng), wholeNumber(rng)];
}

const wholeNumber = (rng: Rng) => Math.floor(rng.uniform() * 2 ** 32);

/** The first `count` numbers of the field, uniform in [0, 1). */
export function uniformField(key: FieldKey, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, place) => uniformAt(key, place));
}

/** The compiled engine's kernel `uniforms` computes the same, four at a time. */
function uniformAt([a, b]: FieldKey, place: number): number {
  return (mix(mix(place ^ a) ^ b) >>> 8) / 2 ** 24;
}

/** A bijection of 32 bits that changes half of them when one changes (C. Wellons' `lowbias32`). */
function mix(x: number): number {
  let h = x ^ (x >>> 16);
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return h ^ (h >>> 16);
}

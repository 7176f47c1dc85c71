/** Random choices that a seed and a number repeat. */
export interface Chance {
  /** A whole number in [0, below). */
  below(below: number): number;
  of<T>(list: readonly T[]): T;
}

export function chance(seed: number, index: number): Chance {
  let state = (seed * 0x9e3779b1 + index * 0x85ebca6b) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return { below, of: (list) => list[below(list.length)] };
}

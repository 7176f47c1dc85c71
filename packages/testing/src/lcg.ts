/** Numbers in [0, 1), the same as in `make_goldens.py`. */
export function lcg(seed: number, count: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    // 1664525 · state stays below 2⁵³.
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  });
}

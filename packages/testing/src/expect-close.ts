/**
 * Refuses numbers that are further apart than `absolute + relative · |expected|`, naming the first.
 * Written for jest, but needs nothing of it.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative = 0, absolute = 0 }: { readonly relative?: number; readonly absolute?: number },
): void {
  if (actual.length !== expected.length) {
    throw new Error(`Expected ${expected.length} numbers, got ${actual.length}.`);
  }
  for (let i = 0; i < actual.length; i++) {
    const room = absolute + relative * Math.abs(expected[i]);
    if (Math.abs(actual[i] - expected[i]) <= room) continue;
    throw new Error(
      `Number ${i} is ${actual[i]}, expected ${expected[i]} ± ${room} (off by ${actual[i] - expected[i]}).`,
    );
  }
}

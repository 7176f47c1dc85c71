import type { PenaltyRule } from '@tsuno/core';

/** l1·|w| + l2·w², with the derivative l1·sign(w) + 2·l2·w; at 0 it is 0, as in Keras. */
export function sizePenalty({
  l1 = 0,
  l2 = 0,
}: {
  readonly l1?: number;
  readonly l2?: number;
}): PenaltyRule {
  if (l1 === 0) {
    return {
      value: (k, w) => k.mul(k.square(w), l2),
      derivative: (k, w) => k.mul(w, 2 * l2),
    };
  }
  return {
    value: (k, w) => k.add(k.mul(k.abs(w), l1), k.mul(k.square(w), l2)),
    derivative(k, w) {
      const sign = k.whereGreater(w, 0, l1, k.whereGreater(0, w, -l1, 0));
      return l2 === 0 ? sign : k.add(sign, k.mul(w, 2 * l2));
    },
  };
}

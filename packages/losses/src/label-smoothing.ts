import type { Arith, LossRule } from '@tsuno/core';

/** The rule for targets drawn towards ½: y(1 − s) + s/2. */
export function smoothed(labelSmoothing: number, rule: LossRule): LossRule {
  if (labelSmoothing === 0) return rule;
  const smooth = <T>(k: Arith<T>, y: T) => k.add(k.mul(y, 1 - labelSmoothing), labelSmoothing / 2);
  return {
    value: (k, y, output) => rule.value(k, smooth(k, y), output),
    derivative: (k, y, output) => rule.derivative(k, smooth(k, y), output),
  };
}

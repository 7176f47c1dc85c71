import { OptionError, show } from '@tsuno/core';

/** What runs are judged by: a name of the curves, and whether more of it is better. */
export interface Measure {
  /** `'val_accuracy'`. */
  readonly name: string;
  readonly isHigherBetter: boolean;
  /** How it is spoken of: "test accuracy". */
  readonly label: string;
}

/** Shares of right answers and the like: better when higher, and at most 1. */
const SHARE = /accuracy|acc$|precision|recall|auc/i;

export function measureOf(name: string): Measure {
  const isHigherBetter = SHARE.test(name);
  const isTest = name.startsWith('val_');
  const plain = (isTest ? name.slice(4) : name).replaceAll('_', ' ');
  return { name, isHigherBetter, label: isTest ? `test ${plain}` : `training ${plain}` };
}

/**
 * The measure of a comparison: the one asked for, otherwise the accuracy on the test data, otherwise the loss there.
 *
 * @throws OptionError for one that the runs do not report.
 */
export function chooseMeasure(who: string, names: readonly string[], given?: string): Measure {
  if (given !== undefined && !names.includes(given)) {
    throw new OptionError(
      `${who}: measure ${show(given)} is not among what the runs report: ${names.map(show).join(', ')}.`,
    );
  }
  const tested = names.filter((name) => name.startsWith('val_'));
  const candidates = tested.length > 0 ? tested : names;
  const accuracy = candidates.find((name) => SHARE.test(name));
  return measureOf(given ?? accuracy ?? candidates.find((name) => /loss$/.test(name)) ?? names[0]);
}

/** Whether `a` is better than `b`. */
export function isBetter({ isHigherBetter }: Measure, a: number, b: number): boolean {
  return isHigherBetter ? a > b : a < b;
}

/** Whether `value` has reached `target`. */
export function hasReached({ isHigherBetter }: Measure, value: number, target: number): boolean {
  return isHigherBetter ? value >= target : value <= target;
}

/** A value in words: shares as per cent, `91.2 %`, others to three digits. */
export function showMeasure({ isHigherBetter }: Measure, value: number): string {
  return isHigherBetter ? `${(100 * value).toFixed(1)} %` : showNumber(value);
}

/** Three digits, without trailing zeros, and powers of ten where they are shorter: `0.001`, `2.5e-7`. */
export function showNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  const isTiny = size > 0 && size <= 1e-4;
  return (isTiny || size >= 1e6 ? rounded.toExponential() : String(rounded)).replace('e+', 'e');
}

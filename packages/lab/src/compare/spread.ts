/** Several numbers in three. */
export interface Spread {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** Of no numbers there is none. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    least: Math.min(...values),
    most: Math.max(...values),
  };
}

/** The value in the middle; of an even number of values the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Whether two spreads have values in common: then the difference of their means says little. */
export function overlap(a: Spread, b: Spread): boolean {
  return a.least <= b.most && b.least <= a.most;
}

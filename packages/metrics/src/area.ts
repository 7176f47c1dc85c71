/** How a curve of thresholds is drawn, and how the area below it is summed: Keras's words. */
export const CURVES = ['ROC', 'PR', 'PRGAIN'] as const;
export type Curve = (typeof CURVES)[number];
export const SUMMATION_METHODS = ['interpolation', 'minoring', 'majoring'] as const;
export type SummationMethod = (typeof SUMMATION_METHODS)[number];

/** For each threshold, ascending: how many positives and negatives are above it, and how many are not. */
export interface Counts {
  readonly tp: readonly number[];
  readonly fp: readonly number[];
  readonly tn: readonly number[];
  readonly fn: readonly number[];
}

/**
 * The area below the curve.
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/metrics/confusion_metrics.py (`AUC`)
 */
export function areaBelow(counts: Counts, curve: Curve, method: SummationMethod): number {
  if (curve === 'PR' && method === 'interpolation') return interpolatedPrecision(counts);
  const { x, y } = points(counts, curve);
  let area = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const height =
      method === 'interpolation'
        ? (y[i] + y[i + 1]) / 2
        : method === 'minoring'
          ? Math.min(y[i], y[i + 1])
          : Math.max(y[i], y[i + 1]);
    area += (x[i] - x[i + 1]) * height;
  }
  return area;
}

function points({ tp, fp, tn, fn }: Counts, curve: Curve) {
  const recall = tp.map((count, i) => ratio(count, count + fn[i]));
  if (curve === 'ROC') return { x: fp.map((count, i) => ratio(count, count + tn[i])), y: recall };
  if (curve === 'PR') return { x: recall, y: tp.map((count, i) => ratio(count, count + fp[i])) };
  const gain = (missed: readonly number[], none: number) =>
    tp.map((count, i) => {
      const odds = ratio(count + fn[i], tn[i] + fp[i]);
      return count === 0 ? none : 1 - odds * ratio(missed[i], count);
    });
  return { x: gain(fn, 0).map((each) => Math.max(each, 0)), y: gain(fp, 1) };
}

/**
 * Between two thresholds true positives are taken to grow in a line with all that is said yes to, and precision
 * follows from that: the increment is slope·(ΔTP + intercept·log(P₁/P₂)) / positives.
 *
 * Source: Davis & Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006.
 */
function interpolatedPrecision({ tp, fp, fn }: Counts): number {
  const yes = tp.map((count, i) => count + fp[i]);
  let area = 0;
  for (let i = 0; i + 1 < tp.length; i++) {
    const gained = tp[i] - tp[i + 1];
    const slope = ratio(gained, Math.max(yes[i] - yes[i + 1], 0));
    const intercept = tp[i + 1] - slope * yes[i + 1];
    const quotient = yes[i] > 0 && yes[i + 1] > 0 ? yes[i] / yes[i + 1] : 1;
    const increment = slope * (gained + intercept * Math.log(quotient));
    area += ratio(increment, Math.max(tp[i + 1] + fn[i + 1], 0));
  }
  return area;
}

/** a / b, and 0 where b is 0. */
const ratio = (a: number, b: number) => (b === 0 ? 0 : a / b);

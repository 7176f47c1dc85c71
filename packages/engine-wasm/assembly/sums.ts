import { allFour, firstTwo, lastTwo } from './doubles';
import { lastLanes, within } from './panels';

/**
 * s = the sum of the first `count` rows of Y, for each column; added in doubles, because what adds up to 0 in truth (the
 * derivatives below a batch normalization) is all rounding otherwise.
 */
export function sumRows(y: usize, s: usize, count: i32, rows: i32, panels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  const bytes: usize = (<usize>count) << 4;
  for (let q = 0; q < panels; q++) {
    let first = f64x2.splat(0), last = f64x2.splat(0);
    let at = y + <usize>q * panel;
    const stop = at + bytes;
    for (; at < stop; at += 16) {
      const four = v128.load(at);
      first = f64x2.add(first, firstTwo(four));
      last = f64x2.add(last, lastTwo(four));
    }
    v128.store(s + (<usize>q << 4), allFour(first, last));
  }
}

/** The sum of the first `count` rows and `columns` columns. */
export function sumNumbers(v: usize, count: i32, rows: i32, columns: i32): f64 {
  const panel: usize = (<usize>rows) << 4;
  const mask = lastLanes(columns);
  const panels = (columns + 3) >> 2;
  let first = f64x2.splat(0), last = f64x2.splat(0);
  for (let q = 0; q < panels; q++) {
    const isLast = q == panels - 1;
    let at = v + <usize>q * panel;
    const stop = at + (<usize>count << 4);
    for (; at < stop; at += 16) {
      const four = within(v128.load(at), isLast, mask);
      first = f64x2.add(first, firstTwo(four));
      last = f64x2.add(last, lastTwo(four));
    }
  }
  const both = f64x2.add(first, last);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** The sum of the squares of the first `count` rows and `columns` columns. */
export function sumOfSquares(v: usize, count: i32, rows: i32, columns: i32): f64 {
  const panel: usize = (<usize>rows) << 4;
  const mask = lastLanes(columns);
  const panels = (columns + 3) >> 2;
  let first = f64x2.splat(0), last = f64x2.splat(0);
  for (let q = 0; q < panels; q++) {
    const isLast = q == panels - 1;
    let at = v + <usize>q * panel;
    const stop = at + (<usize>count << 4);
    for (; at < stop; at += 16) {
      const four = within(v128.load(at), isLast, mask);
      const a = firstTwo(four), b = lastTwo(four);
      first = f64x2.add(first, f64x2.mul(a, a));
      last = f64x2.add(last, f64x2.mul(b, b));
    }
  }
  const both = f64x2.add(first, last);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

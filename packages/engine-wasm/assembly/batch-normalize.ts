import { allFour, firstTwo, lastTwo } from './doubles';

/** Mean and variance (biased), added in doubles, of the first `count` rows, for each column. */
export function columnMoments(x: usize, mean: usize, variance: usize, count: i32, rows: i32, panels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  const bytes: usize = (<usize>count) << 4;
  const n = f64x2.splat(<f64>count);
  for (let q: usize = 0; q < <usize>panels << 4; q += 16) {
    let first = f64x2.splat(0), last = f64x2.splat(0);
    for (let o: usize = 0; o < bytes; o += 16) {
      const v = v128.load(x + o);
      first = f64x2.add(first, firstTwo(v));
      last = f64x2.add(last, lastTwo(v));
    }
    const middle = allFour(f64x2.div(first, n), f64x2.div(last, n));
    first = f64x2.splat(0);
    last = f64x2.splat(0);
    for (let o: usize = 0; o < bytes; o += 16) {
      const off = f32x4.sub(v128.load(x + o), middle);
      const square = f32x4.mul(off, off);
      first = f64x2.add(first, firstTwo(square));
      last = f64x2.add(last, lastTwo(square));
    }
    v128.store(mean + q, middle);
    v128.store(variance + q, allFour(f64x2.div(first, n), f64x2.div(last, n)));
    x += panel;
  }
}

/** kept = kept·share + next·(1 − share), for vectors of so many bytes. */
export function blend(kept: usize, next: usize, bytes: usize, share: f64): void {
  const old = f32x4.splat(<f32>share), fresh = f32x4.splat(<f32>(1 - share));
  for (let o: usize = 0; o < bytes; o += 16) {
    v128.store(kept + o, f32x4.add(f32x4.mul(v128.load(kept + o), old), f32x4.mul(v128.load(next + o), fresh)));
  }
}

/**
 * y = (x − mean)·inverse·gamma + beta for each column, with inverse = 1/√(variance + ε), which is left at `inverse`.
 * No gamma or beta where the address is 0.
 */
export function normalizeColumns(
  x: usize, y: usize, mean: usize, variance: usize, inverse: usize, gamma: usize, beta: usize,
  rows: i32, panels: i32, epsilon: f32,
): void {
  const panel: usize = (<usize>rows) << 4;
  for (let q: usize = 0; q < <usize>panels << 4; q += 16) {
    const middle = v128.load(mean + q);
    const root = f32x4.sqrt(f32x4.add(v128.load(variance + q), f32x4.splat(epsilon)));
    const factor = f32x4.div(f32x4.splat(1), root);
    v128.store(inverse + q, factor);
    const scale = gamma != 0 ? f32x4.mul(factor, v128.load(gamma + q)) : factor;
    const shift = beta != 0 ? v128.load(beta + q) : f32x4.splat(0);
    for (let o: usize = 0; o < panel; o += 16) {
      v128.store(y + o, f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + o), middle), scale), shift));
    }
    x += panel;
    y += panel;
  }
}

/**
 * The same backwards: D becomes the derivative by X, and those by gamma and beta are left at their addresses unless 0.
 * With `ofBatch` mean and variance are those of the first `count` rows, and depend on X. Sums are added in doubles: the
 * columns of D add up to 0 in truth, and the optimizer makes whole steps of what is left.
 */
export function normalizeColumnsBackward(
  x: usize, d: usize, mean: usize, inverse: usize, gamma: usize, dGamma: usize, dBeta: usize,
  count: i32, rows: i32, panels: i32, ofBatch: bool,
): void {
  const panel: usize = (<usize>rows) << 4;
  const bytes: usize = (<usize>count) << 4;
  const n = f64x2.splat(<f64>count);
  for (let q: usize = 0; q < <usize>panels << 4; q += 16) {
    const middle = v128.load(mean + q);
    const factor = v128.load(inverse + q);
    let firstSum = f64x2.splat(0), lastSum = firstSum, firstAlong = firstSum, lastAlong = firstSum;
    for (let o: usize = 0; o < bytes; o += 16) {
      const dy = v128.load(d + o);
      const product = f32x4.mul(dy, f32x4.sub(v128.load(x + o), middle));
      firstSum = f64x2.add(firstSum, firstTwo(dy));
      lastSum = f64x2.add(lastSum, lastTwo(dy));
      firstAlong = f64x2.add(firstAlong, firstTwo(product));
      lastAlong = f64x2.add(lastAlong, lastTwo(product));
    }
    const along = f32x4.mul(allFour(firstAlong, lastAlong), factor);
    if (dGamma != 0) v128.store(dGamma + q, along);
    if (dBeta != 0) v128.store(dBeta + q, allFour(firstSum, lastSum));
    const scale = gamma != 0 ? f32x4.mul(factor, v128.load(gamma + q)) : factor;
    if (!ofBatch) {
      for (let o: usize = 0; o < bytes; o += 16) v128.store(d + o, f32x4.mul(v128.load(d + o), scale));
      x += panel;
      d += panel;
      continue;
    }
    const meanSum = allFour(f64x2.div(firstSum, n), f64x2.div(lastSum, n));
    const meanAlong = f32x4.mul(f32x4.div(along, f32x4.splat(<f32>count)), factor);
    for (let o: usize = 0; o < bytes; o += 16) {
      const off = f32x4.sub(v128.load(x + o), middle);
      const own = f32x4.sub(f32x4.sub(v128.load(d + o), meanSum), f32x4.mul(off, meanAlong));
      v128.store(d + o, f32x4.mul(own, scale));
    }
    x += panel;
    d += panel;
  }
}

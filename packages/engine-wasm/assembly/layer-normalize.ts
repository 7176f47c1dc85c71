import { allFour, firstTwo, lastTwo } from './doubles';
import { lastLanes, within } from './panels';
import { sumLanes } from './sums';

/**
 * y = (x − mean)/√(variance + ε)·gamma + beta with mean and variance of each row; mean and inverse root are left at
 * `means` and `inverses`. No gamma or beta where the address is 0.
 */
export function normalizeRows(
  x: usize, y: usize, means: usize, inverses: usize, gamma: usize, beta: usize,
  rows: i32, columns: i32, epsilon: f32,
): void {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  const mask = lastLanes(columns);
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    let sums = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      sums = f32x4.add(sums, within(v128.load(x + o), q == panels - 1, mask));
    }
    const mean = sumLanes(sums) / <f32>columns;
    let squares = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      const off = within(f32x4.sub(v128.load(x + o), f32x4.splat(mean)), q == panels - 1, mask);
      squares = f32x4.add(squares, f32x4.mul(off, off));
    }
    const inverse: f32 = <f32>1 / sqrt<f32>(sumLanes(squares) / <f32>columns + epsilon);
    store<f32>(means + (<usize>r << 2), mean);
    store<f32>(inverses + (<usize>r << 2), inverse);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      let v = f32x4.mul(f32x4.sub(v128.load(x + o), f32x4.splat(mean)), f32x4.splat(inverse));
      if (gamma != 0) v = f32x4.mul(v, v128.load(gamma + (<usize>q << 4)));
      if (beta != 0) v = f32x4.add(v, v128.load(beta + (<usize>q << 4)));
      v128.store(y + o, v);
    }
  }
}

/** The same backwards, in place of D; the derivatives by gamma and beta are left at their addresses unless 0. */
export function normalizeRowsBackward(
  x: usize, d: usize, means: usize, inverses: usize, gamma: usize, dGamma: usize, dBeta: usize,
  count: i32, rows: i32, columns: i32,
): void {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  const mask = lastLanes(columns);
  for (let q = 0; q < panels; q++) {
    let firstSum = f64x2.splat(0), lastSum = firstSum, firstAlong = firstSum, lastAlong = firstSum;
    for (let r = 0; r < count; r++) {
      const o = <usize>q * panel + (<usize>r << 4);
      const dy = v128.load(d + o);
      const off = f32x4.sub(v128.load(x + o), v128.load32_splat(means + (<usize>r << 2)));
      const normal = f32x4.mul(off, v128.load32_splat(inverses + (<usize>r << 2)));
      const product = f32x4.mul(dy, normal);
      firstSum = f64x2.add(firstSum, firstTwo(dy));
      lastSum = f64x2.add(lastSum, lastTwo(dy));
      firstAlong = f64x2.add(firstAlong, firstTwo(product));
      lastAlong = f64x2.add(lastAlong, lastTwo(product));
    }
    if (dGamma != 0) v128.store(dGamma + (<usize>q << 4), allFour(firstAlong, lastAlong));
    if (dBeta != 0) v128.store(dBeta + (<usize>q << 4), allFour(firstSum, lastSum));
  }
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    const mean = v128.load32_splat(means + (<usize>r << 2));
    const inverse = v128.load32_splat(inverses + (<usize>r << 2));
    let sum = f32x4.splat(0), along = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      let dy = v128.load(d + o);
      if (gamma != 0) dy = f32x4.mul(dy, v128.load(gamma + (<usize>q << 4)));
      v128.store(d + o, dy);
      const product = f32x4.mul(dy, f32x4.mul(f32x4.sub(v128.load(x + o), mean), inverse));
      sum = f32x4.add(sum, within(dy, q == panels - 1, mask));
      along = f32x4.add(along, within(product, q == panels - 1, mask));
    }
    const meanSum = f32x4.splat(sumLanes(sum) / <f32>columns);
    const meanAlong = f32x4.splat(sumLanes(along) / <f32>columns);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + o), mean), inverse);
      const v = f32x4.sub(f32x4.sub(v128.load(d + o), meanSum), f32x4.mul(normal, meanAlong));
      v128.store(d + o, f32x4.mul(v, inverse));
    }
  }
}

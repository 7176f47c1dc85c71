import { log4 } from './functions';
import { clearRow, lastLanes, scaleRow, within } from './panels';
import { softmaxRow } from './softmax';
import { sumLanes } from './sums';

/**
 * Softmax and cross-entropy with class numbers in one pass: D = (softmax(Z) − onehot(label))·weight, and Σ weight·loss.
 * `weights` hold the sample weights times the factor of the reduction; rows from `count` on get D = 0: nothing in
 * them may go round from step to step, and become ever smaller.
 */
export function sparseCrossentropy(
  z: usize, labels: usize, weights: usize, d: usize, count: i32, rows: i32, columns: i32,
): f64 {
  const panel: usize = (<usize>rows) << 4;
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    if (r >= count) {
      clearRow(d + at, panel, columns);
      continue;
    }
    const label = load<i32>(labels + (<usize>r << 2));
    const own = <usize>(label >> 2) * panel + at + (<usize>(label & 3) << 2);
    const chosen = load<f32>(z + own);
    const partition = softmaxRow(z + at, d + at, panel, columns);
    total += <f64>load<f32>(weights + (<usize>r << 2)) * <f64>(partition - chosen);
    store<f32>(d + own, load<f32>(d + own) - 1);
    scaleRow(d + at, panel, columns, load<f32>(weights + (<usize>r << 2)));
  }
  return total;
}

/** The same for targets T that are a number for each class: −Σ t·log softmax(z). */
export function denseCrossentropy(
  z: usize, t: usize, weights: usize, d: usize, count: i32, rows: i32, columns: i32,
): f64 {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  const mask = lastLanes(columns);
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    if (r >= count) {
      clearRow(d + at, panel, columns);
      continue;
    }
    let dots = f32x4.splat(0);
    let sums = f32x4.splat(0);
    const partition = softmaxRow(z + at, d + at, panel, columns);
    const all = f32x4.splat(partition);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      const target = v128.load(t + o);
      sums = f32x4.add(sums, target);
      const product = f32x4.mul(target, f32x4.sub(all, v128.load(z + o)));
      dots = f32x4.add(dots, within(product, q == panels - 1, mask));
    }
    const mass = f32x4.splat(sumLanes(sums));
    total += <f64>load<f32>(weights + (<usize>r << 2)) * <f64>sumLanes(dots);
    // d/dz of −Σ t·log softmax(z) is (Σ t)·softmax(z) − t.
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      v128.store(d + o, f32x4.sub(f32x4.mul(mass, v128.load(d + o)), v128.load(t + o)));
    }
    scaleRow(d + at, panel, columns, load<f32>(weights + (<usize>r << 2)));
  }
  return total;
}

/**
 * Cross-entropy of probabilities, which are divided by their sum and kept within [least, 1 − least]:
 * −Σ t·log clip(p/Σp), with its derivative.
 */
export function probabilityCrossentropy(
  p: usize, t: usize, weights: usize, d: usize, count: i32, rows: i32, columns: i32, least: f32,
): f64 {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  const low = f32x4.splat(least);
  const high = f32x4.splat(1 - least);
  const mask = lastLanes(columns);
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    if (r >= count) {
      clearRow(d + at, panel, columns);
      continue;
    }
    let sums = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      sums = f32x4.add(sums, within(v128.load(p + o), q == panels - 1, mask));
    }
    const inverse = f32x4.splat(1 / sumLanes(sums));
    let dots = f32x4.splat(0);
    let inner = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      const share = f32x4.mul(within(v128.load(p + o), q == panels - 1, mask), inverse);
      const kept = f32x4.min(f32x4.max(share, low), high);
      const target = v128.load(t + o);
      dots = f32x4.sub(dots, f32x4.mul(target, log4(kept)));
      // Outside of the limits the clipped value does not move.
      const moves = v128.and(f32x4.ge(share, low), f32x4.le(share, high));
      const slope = v128.and(f32x4.neg(f32x4.div(target, kept)), moves);
      v128.store(d + o, slope);
      inner = f32x4.add(inner, f32x4.mul(slope, share));
    }
    const mean = f32x4.splat(sumLanes(inner));
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      v128.store(d + o, f32x4.mul(f32x4.sub(v128.load(d + o), mean), inverse));
    }
    total += <f64>load<f32>(weights + (<usize>r << 2)) * <f64>sumLanes(dots);
    scaleRow(d + at, panel, columns, load<f32>(weights + (<usize>r << 2)));
  }
  return total;
}

/**
 * For losses that are a mean over an example's outputs: gives Σ weight·mean of the values V, and scales the derivatives
 * D by weight / columns.
 */
export function meanOfColumns(
  v: usize, d: usize, weights: usize, count: i32, rows: i32, columns: i32,
): f64 {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  const mask = lastLanes(columns);
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    if (r >= count) {
      clearRow(d + at, panel, columns);
      continue;
    }
    let sums = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      sums = f32x4.add(sums, within(v128.load(v + o), q == panels - 1, mask));
    }
    total += (<f64>load<f32>(weights + (<usize>r << 2)) * <f64>sumLanes(sums)) / <f64>columns;
    scaleRow(d + at, panel, columns, load<f32>(weights + (<usize>r << 2)) / <f32>columns);
  }
  return total;
}

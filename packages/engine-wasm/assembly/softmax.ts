import { exp4, log4 } from './functions';
import { lastLanes, within } from './panels';
import { sumLanes } from './sums';

/** Softmax of each row of Z, of `columns` numbers. In place is allowed. */
export function softmax(z: usize, y: usize, rows: i32, columns: i32): void {
  const panel: usize = (<usize>rows) << 4;
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    softmaxRow(z + at, y + at, panel, columns);
  }
}

/** One row; gives log Σ exp(z − max) + max, the logarithm of the partition sum. */
export function softmaxRow(z: usize, y: usize, panel: usize, columns: i32): f32 {
  const panels = (columns + 3) >> 2;
  const lowest = f32x4.splat(-Infinity);
  const mask = lastLanes(columns);
  let top = lowest;
  for (let q = 0, at = z; q < panels; q++, at += panel) {
    let v = v128.load(at);
    if (q == panels - 1) v = v128.bitselect(v, lowest, mask);
    top = f32x4.max(top, v);
  }
  const most = f32x4.splat(max(max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)), max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3))));
  let sums = f32x4.splat(0);
  for (let q = 0, at = z, out = y; q < panels; q++, at += panel, out += panel) {
    const e = within(exp4(f32x4.sub(v128.load(at), most)), q == panels - 1, mask);
    v128.store(out, e);
    sums = f32x4.add(sums, e);
  }
  const sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  const inverse = f32x4.splat(1 / sum);
  for (let q = 0, out = y; q < panels; q++, out += panel) v128.store(out, f32x4.mul(v128.load(out), inverse));
  return f32x4.extract_lane(log4(f32x4.splat(sum)), 0) + f32x4.extract_lane(most, 0);
}

/** The derivative of softmax: dz = y·(dy − Σ dy·y), row by row. In place is allowed. */
export function softmaxBackward(y: usize, dy: usize, dz: usize, rows: i32, columns: i32): void {
  const panel: usize = (<usize>rows) << 4;
  const panels = (columns + 3) >> 2;
  const mask = lastLanes(columns);
  for (let r = 0; r < rows; r++) {
    const at = <usize>r << 4;
    let sums = f32x4.splat(0);
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      const product = f32x4.mul(v128.load(y + o), v128.load(dy + o));
      sums = f32x4.add(sums, within(product, q == panels - 1, mask));
    }
    const sum = f32x4.splat(sumLanes(sums));
    for (let q = 0, o = at; q < panels; q++, o += panel) {
      v128.store(dz + o, f32x4.mul(v128.load(y + o), f32x4.sub(v128.load(dy + o), sum)));
    }
  }
}

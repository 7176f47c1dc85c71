import { allFour, firstTwo, lastTwo } from './doubles';

/** y = (x − center)·scale + shift, with a number of each for each column. */
export function scaleColumns(
  x: usize, y: usize, center: usize, scale: usize, shift: usize, rows: i32, panels: i32,
): void {
  const panel: usize = (<usize>rows) << 4;
  for (let q = 0; q < panels; q++) {
    const by = v128.load(scale + (<usize>q << 4));
    const middle = v128.load(center + (<usize>q << 4));
    const plus = v128.load(shift + (<usize>q << 4));
    for (let o: usize = 0; o < panel; o += 16) {
      v128.store(y + o, f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + o), middle), by), plus));
    }
    x += panel;
    y += panel;
  }
}

/** d = d·scale, with a number for each column. */
export function scaleColumnsBackward(d: usize, scale: usize, rows: i32, panels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  for (let q = 0; q < panels; q++) {
    const by = v128.load(scale + (<usize>q << 4));
    for (let o: usize = 0; o < panel; o += 16) v128.store(d + o, f32x4.mul(v128.load(d + o), by));
    d += panel;
  }
}

/** y = x where x > 0, otherwise alpha·x, with an alpha for each column. */
export function prelu(x: usize, y: usize, alpha: usize, rows: i32, panels: i32): void {
  const panel: usize = (<usize>rows) << 4;
  for (let q = 0; q < panels; q++) {
    const slope = v128.load(alpha + (<usize>q << 4));
    for (let o: usize = 0; o < panel; o += 16) {
      const v = v128.load(x + o);
      v128.store(y + o, v128.bitselect(v, f32x4.mul(v, slope), f32x4.gt(v, f32x4.splat(0))));
    }
    x += panel;
    y += panel;
  }
}

/** The same backwards: D becomes the derivative by X, `da` the one by alpha, unless 0. At 0 both are 0, as in Keras. */
export function preluBackward(
  x: usize, d: usize, alpha: usize, da: usize, count: i32, rows: i32, panels: i32,
): void {
  const panel: usize = (<usize>rows) << 4;
  const bytes: usize = (<usize>count) << 4;
  const zero = f32x4.splat(0);
  for (let q = 0; q < panels; q++) {
    const slope = v128.load(alpha + (<usize>q << 4));
    let first = f64x2.splat(0), last = f64x2.splat(0);
    for (let o: usize = 0; o < bytes; o += 16) {
      const v = v128.load(x + o);
      const dy = v128.load(d + o);
      const below = f32x4.lt(v, zero);
      const product = v128.and(f32x4.mul(dy, v), below);
      first = f64x2.add(first, firstTwo(product));
      last = f64x2.add(last, lastTwo(product));
      const negative = v128.and(f32x4.mul(dy, slope), below);
      v128.store(d + o, v128.bitselect(dy, negative, f32x4.gt(v, zero)));
    }
    if (da != 0) v128.store(da + (<usize>q << 4), allFour(first, last));
    x += panel;
    d += panel;
  }
}

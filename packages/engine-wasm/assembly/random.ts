/** The numbers of the random field (a, b), uniform in [0, 1): the place in it is the place row by row. */
export function uniforms(y: usize, rows: i32, columns: i32, a: i32, b: i32): void {
  const keyA = i32x4.splat(a), keyB = i32x4.splat(b);
  for (let q = 0; q < columns; q += 4) {
    for (let r = 0; r < rows; r++) {
      const places = i32x4.add(i32x4.splat(r * columns + q), i32x4(0, 1, 2, 3));
      const bits = i32x4.shr_u(mix4(v128.xor(mix4(v128.xor(places, keyA)), keyB)), 8);
      v128.store(y, f32x4.mul(f32x4.convert_i32x4_s(bits), f32x4.splat(5.9604644775390625e-8)));
      y += 16;
    }
  }
}

// @ts-ignore: decorator
@inline
function mix4(x: v128): v128 {
  let h = v128.xor(x, i32x4.shr_u(x, 16));
  h = i32x4.mul(h, i32x4.splat(0x7feb352d));
  h = v128.xor(h, i32x4.shr_u(h, 15));
  h = i32x4.mul(h, i32x4.splat(<i32>0x846ca68b));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

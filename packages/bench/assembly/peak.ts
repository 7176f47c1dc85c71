/**
 * The most that 128-bit multiplying and adding gives: chains a = a·b + c that never leave the registers. A chain waits
 * for its own last result, so one needs as many as latency × units; how many that is depends on the processor.
 */

const B = f32x4.splat(0.999);
const C = f32x4.splat(0.001);

// @ts-ignore: decorator
@inline
function next(a: v128): v128 {
  return f32x4.add(f32x4.mul(a, B), C);
}

/** Eight chains: 64 operations on numbers a turn. */
export function chains8(turns: i32): f32 {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(1), a2 = f32x4.splat(2), a3 = f32x4.splat(3);
  let a4 = f32x4.splat(4), a5 = f32x4.splat(5), a6 = f32x4.splat(6), a7 = f32x4.splat(7);
  do {
    a0 = next(a0); a1 = next(a1); a2 = next(a2); a3 = next(a3);
    a4 = next(a4); a5 = next(a5); a6 = next(a6); a7 = next(a7);
  } while (--turns);
  return sum(sum4(a0, a1, a2, a3), sum4(a4, a5, a6, a7));
}

/** Twelve chains: 96 a turn. */
export function chains12(turns: i32): f32 {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(1), a2 = f32x4.splat(2), a3 = f32x4.splat(3);
  let a4 = f32x4.splat(4), a5 = f32x4.splat(5), a6 = f32x4.splat(6), a7 = f32x4.splat(7);
  let a8 = f32x4.splat(8), a9 = f32x4.splat(9), a10 = f32x4.splat(10), a11 = f32x4.splat(11);
  do {
    a0 = next(a0); a1 = next(a1); a2 = next(a2); a3 = next(a3);
    a4 = next(a4); a5 = next(a5); a6 = next(a6); a7 = next(a7);
    a8 = next(a8); a9 = next(a9); a10 = next(a10); a11 = next(a11);
  } while (--turns);
  return sum(f32x4.add(sum4(a0, a1, a2, a3), sum4(a8, a9, a10, a11)), sum4(a4, a5, a6, a7));
}

// @ts-ignore: decorator
@inline
function sum4(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
}

// @ts-ignore: decorator
@inline
function sum(a: v128, b: v128): f32 {
  const s = f32x4.add(a, b);
  return f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3);
}

/** The first two lanes as doubles. */
// @ts-ignore: decorator
@inline
export function firstTwo(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

/** The last two lanes as doubles. */
// @ts-ignore: decorator
@inline
export function lastTwo(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
}

/** Two and two doubles as four lanes. */
// @ts-ignore: decorator
@inline
export function allFour(first: v128, last: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(last), 0, 1, 4, 5);
}

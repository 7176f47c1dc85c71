/**
 * eˣ in four lanes, to 1 unit in the last place or so. x = n·ln 2 + r with |r| ≤ ln 2 / 2; eʳ by its series, scaled by 2ⁿ in
 * two steps so that results below the smallest normal number come out. NaN stays NaN.
 */
export function exp4(x: v128): v128 {
  const clamped = f32x4.min(f32x4.max(x, f32x4.splat(-104)), f32x4.splat(89));
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let s = f32x4.splat(1.0 / 5040.0);
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(1.0 / 720.0));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(1.0 / 120.0));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(1.0 / 24.0));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(1.0 / 6.0));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(0.5));
  s = f32x4.add(f32x4.mul(f32x4.mul(s, r), r), f32x4.add(r, f32x4.splat(1)));
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  const bias = i32x4.splat(127);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(whole, half), bias), 23);
  return f32x4.mul(f32x4.mul(s, first), second);
}

/** ln x in four lanes: x = 2ⁿ·m with m in [√½, √2), ln m = 2·artanh((m − 1)/(m + 1)). ln 0 = −∞, of less NaN. */
export function log4(x: v128): v128 {
  // Numbers below the smallest normal one are first made larger by 2²⁵.
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(33554432)), x, tiny);
  const shift = v128.and(f32x4.splat(25), tiny);
  // 0x3f3504f3 is √½: adding the distance to 1 rounds the exponent at √2 in place of 2.
  const bits = i32x4.add(scaled, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const n = f32x4.sub(f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(bits, 23), i32x4.splat(127))), shift);
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const f = f32x4.sub(m, f32x4.splat(1));
  const s = f32x4.div(f, f32x4.add(f, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let p = f32x4.splat(2.0 / 9.0);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.0 / 7.0));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.0 / 5.0));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.0 / 3.0));
  // ln m = f − s·(f − z·p): the large part is exact.
  let y = f32x4.sub(f, f32x4.mul(s, f32x4.sub(f, f32x4.mul(z, p))));
  y = f32x4.add(f32x4.add(f32x4.mul(n, f32x4.splat(-2.12194440e-4)), y), f32x4.mul(n, f32x4.splat(0.693359375)));
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
  y = v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(Infinity)));
  return v128.bitselect(y, f32x4.splat(NaN), f32x4.ge(x, f32x4.splat(0)));
}

/** ln(1 + x) in four lanes: ln u · x/(u − 1) with u = 1 + x makes up for what rounding u has lost. */
export function log1p4(x: v128): v128 {
  const one = f32x4.splat(1);
  const u = f32x4.add(x, one);
  const lost = f32x4.sub(u, one);
  const y = f32x4.mul(log4(u), f32x4.div(x, lost));
  const exact = v128.or(f32x4.eq(lost, f32x4.splat(0)), f32x4.eq(x, f32x4.splat(Infinity)));
  return v128.bitselect(x, y, exact);
}

/** tanh in four lanes: x − x³·P(x²) near 0, otherwise 1 − 2/(e²ˣ + 1), with the sign of x. */
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x);
  const e = exp4(f32x4.add(size, size));
  const one = f32x4.splat(1);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

// Lanes do not cross into JavaScript: these let tests look at the functions above.
export function expAll(x: usize, y: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, exp4(v128.load(x + at)));
}

export function logAll(x: usize, y: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, log4(v128.load(x + at)));
}

export function log1pAll(x: usize, y: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, log1p4(v128.load(x + at)));
}

export function tanhAll(x: usize, y: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, tanh4(v128.load(x + at)));
}

import type { Arith } from '@tsuno/core';

/** 1/(1 + e⁻ˣ). */
export function sigmoidOf<T>(k: Arith<T>, x: T): T {
  return k.div(1, k.add(1, k.exp(k.neg(x))));
}

/** ln(1 + eˣ), as max(x, 0) + ln(1 + e^−|x|), which neither overflows nor loses small values. */
export function softplusOf<T>(k: Arith<T>, x: T): T {
  return k.add(k.max(x, 0), k.log1p(k.exp(k.neg(k.abs(x)))));
}

/** eˣ − 1 for x ≤ 0, accurate near 0: 2t/(1 − t) with t = tanh(x/2). */
export function expm1Of<T>(k: Arith<T>, x: T): T {
  const t = k.tanh(k.mul(k.min(x, 0), 0.5));
  return k.div(k.mul(t, 2), k.sub(1, t));
}

/**
 * The normal distribution's Φ(x) = ½·erfc(−x/√2), to about single precision relative to its value.
 *
 * Source: W. Press et al., "Numerical Recipes", section 6.2, a Chebyshev fit of ln(erfc) with a relative error of 1.2e-7.
 */
export function normalCdf<T>(k: Arith<T>, x: T): T {
  const z = k.mul(k.abs(x), Math.SQRT1_2);
  const t = k.div(1, k.add(1, k.mul(z, 0.5)));
  const series = ERFC.reduce((sum, next) => k.add(k.mul(sum, t), next), k.mul(t, 0));
  const tail = k.mul(k.mul(t, k.exp(k.sub(series, k.square(z)))), 0.5);
  return k.whereGreater(x, 0, k.sub(1, tail), tail);
}

const ERFC = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
];

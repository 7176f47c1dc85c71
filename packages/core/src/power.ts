import type { Arith } from './arith.ts';

/**
 * xᵉ for x ≥ 0 and a fixed exponent, from what {@link Arith} has. Whole exponents are products, so that squares round
 * once; halves take a root; others are exp(e·log x), with 0ᵉ = 0 for e > 0. x⁰ is 1 everywhere.
 */
export function power<T>(k: Arith<T>, x: T, exponent: number): T {
  if (exponent < 0) return k.div(1, power(k, x, -exponent));
  if (Number.isInteger(exponent)) return wholePower(k, x, exponent);
  if (Number.isInteger(2 * exponent)) {
    const root = k.sqrt(x);
    return exponent < 1 ? root : k.mul(wholePower(k, x, Math.floor(exponent)), root);
  }
  return k.whereGreater(x, 0, k.exp(k.mul(exponent, k.log(x))), 0);
}

/**
 * The derivative of xᵉ, e·xᵉ⁻¹. At 0 it is 0 where the formula has no finite value (e < 1): one example that is
 * predicted perfectly must not make all weights infinite, as it does in Keras.
 */
export function powerSlope<T>(k: Arith<T>, x: T, exponent: number): T {
  const slope = k.mul(exponent, power(k, x, exponent - 1));
  return exponent < 1 ? k.whereGreater(x, 0, slope, 0) : slope;
}

/** By squaring: x¹³ = x⁸·x⁴·x. */
function wholePower<T>(k: Arith<T>, x: T, exponent: number): T {
  if (exponent === 0) return k.whereGreater(x, x, 1, 1);
  if (exponent === 1) return x;
  const half = k.square(wholePower(k, x, Math.floor(exponent / 2)));
  return exponent % 2 === 0 ? half : k.mul(half, x);
}

import type { Arith } from './arith.ts';

/** Whole exponents up to this one are products. */
const MOST_PRODUCTS = 4;

/**
 * x to a constant power, for x ≥ 0: a product or a root where there is one, otherwise e^(exponent·ln x).
 * 0 to a positive power is 0, and anything to the power 0 is 1.
 */
export function power<T>(k: Arith<T>, x: T, exponent: number): T {
  if (exponent === 0) return k.add(k.mul(x, 0), 1);
  if (exponent === 0.5) return k.sqrt(x);
  if (Number.isInteger(exponent) && exponent > 0 && exponent <= MOST_PRODUCTS) {
    let product = x;
    for (let factors = 1; factors < exponent; factors++) product = k.mul(product, x);
    return product;
  }
  return k.exp(k.mul(k.log(x), exponent));
}

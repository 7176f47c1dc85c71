import type { Arith } from '@tsuno/core';

/** Half the distance of two numbers of the random field: 0 itself has no quantile. */
const LEAST = 2 ** -25;

/**
 * The quantile of the standard normal distribution at u, √2·erf⁻¹(2u − 1), to about single precision.
 *
 * Source: M. Giles, "Approximating the erfinv function", GPU Computing Gems 2 (2011), for single precision.
 */
export function normal<T>(k: Arith<T>, uniform: T): T {
  const u = k.max(uniform, LEAST);
  const x = k.sub(k.mul(u, 2), 1);
  const w = k.neg(k.log(k.mul(k.mul(u, 4), k.sub(1, u))));
  const middle = polynomial(k, k.sub(w, 2.5), MIDDLE);
  const tails = polynomial(k, k.sub(k.sqrt(k.max(w, 0)), 3), TAILS);
  return k.mul(k.mul(k.whereGreater(5, w, middle, tails), x), Math.SQRT2);
}

function polynomial<T>(k: Arith<T>, x: T, [first, ...rest]: readonly number[]): T {
  return rest.reduce((sum, next) => k.add(k.mul(sum, x), next), k.add(k.mul(x, 0), first));
}

const MIDDLE = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 2.1858087e-4, -1.25372503e-3,
  -4.17768164e-3, 0.246640727, 1.50140941,
];
const TAILS = [
  -2.00214257e-4, 1.00950558e-4, 1.34934322e-3, -3.67342844e-3, 5.73950773e-3, -7.6224613e-3,
  9.43887047e-3, 1.00167406, 2.83297682,
];

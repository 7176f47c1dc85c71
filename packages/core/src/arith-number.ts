import type { Arith } from './arith.ts';

/** Numbers, each result passed through `round`. */
function numberArith(round: (value: number) => number): Arith<number> {
  return Object.freeze<Arith<number>>({
    add: (a, b) => round(a + b),
    sub: (a, b) => round(a - b),
    mul: (a, b) => round(a * b),
    div: (a, b) => round(a / b),
    max: (a, b) => Math.max(a, b),
    min: (a, b) => Math.min(a, b),
    neg: (a) => -a,
    abs: (a) => Math.abs(a),
    square: (a) => round(a * a),
    sqrt: (a) => round(Math.sqrt(a)),
    exp: (a) => round(Math.exp(a)),
    log: (a) => round(Math.log(a)),
    log1p: (a) => round(Math.log1p(a)),
    tanh: (a) => round(Math.tanh(a)),
    whereGreater: (a, b, yes, no) => (a > b ? yes : no),
  });
}

/** Plain numbers in doubles: the reference that the other readings are held against. */
export const float64Arith: Arith<number> = numberArith((value) => value);

/** Numbers rounded to float32 after every operation: the same bits as tensors on the cpu backend. */
export const float32Arith: Arith<number> = roundedInputs(numberArith(Math.fround));

/** Constants of a rule (0.9, 1e-7) are float32 values too, as they are in a tensor. */
function roundedInputs(k: Arith<number>): Arith<number> {
  const f = Math.fround;
  return Object.freeze<Arith<number>>({
    add: (a, b) => k.add(f(a), f(b)),
    sub: (a, b) => k.sub(f(a), f(b)),
    mul: (a, b) => k.mul(f(a), f(b)),
    div: (a, b) => k.div(f(a), f(b)),
    max: (a, b) => k.max(f(a), f(b)),
    min: (a, b) => k.min(f(a), f(b)),
    neg: (a) => k.neg(f(a)),
    abs: (a) => k.abs(f(a)),
    square: (a) => k.square(f(a)),
    sqrt: (a) => k.sqrt(f(a)),
    exp: (a) => k.exp(f(a)),
    log: (a) => k.log(f(a)),
    log1p: (a) => k.log1p(f(a)),
    tanh: (a) => k.tanh(f(a)),
    whereGreater: (a, b, yes, no) => k.whereGreater(f(a), f(b), f(yes), f(no)),
  });
}

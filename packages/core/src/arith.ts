/**
 * Elementwise arithmetic over an opaque value: a number, a tensor, or lanes of a loop that is being compiled.
 * What is written against it once (an optimizer's update, an activation) runs in every reading, and in each of them
 * an operation rounds its result once, so the float32 readings agree bit for bit.
 */
export interface Arith<T> {
  add(a: T | number, b: T | number): T;
  sub(a: T | number, b: T | number): T;
  mul(a: T | number, b: T | number): T;
  div(a: T | number, b: T | number): T;
  max(a: T | number, b: T | number): T;
  min(a: T | number, b: T | number): T;
  neg(a: T | number): T;
  abs(a: T | number): T;
  square(a: T | number): T;
  sqrt(a: T | number): T;
  exp(a: T | number): T;
  log(a: T | number): T;
  /** ln(1 + a), accurate where a is small. */
  log1p(a: T | number): T;
  tanh(a: T | number): T;
  /** `yes` where `a > b`, otherwise (also where either is NaN) `no`. */
  whereGreater(a: T | number, b: T | number, yes: T | number, no: T | number): T;
}

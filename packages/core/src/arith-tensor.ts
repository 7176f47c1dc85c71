import type { Arith } from './arith.ts';
import * as tf from './tf.ts';

/** Tensors on whichever backend is active. Temporary tensors are the caller's to tidy. */
export const tensorArith: Arith<tf.Tensor> = Object.freeze<Arith<tf.Tensor>>({
  add: (a, b) => tf.add(a, b),
  sub: (a, b) => tf.sub(a, b),
  mul: (a, b) => tf.mul(a, b),
  div: (a, b) => tf.div(a, b),
  max: (a, b) => tf.maximum(a, b),
  min: (a, b) => tf.minimum(a, b),
  neg: (a) => tf.neg(a),
  abs: (a) => tf.abs(a),
  // `mul` rather than tf.square: one rounding on every backend, and no kernel of its own to register.
  square: (a) => tf.mul(a, a),
  sqrt: (a) => tf.sqrt(a),
  exp: (a) => tf.exp(a),
  log: (a) => tf.log(a),
  log1p: (a) => tf.log1p(a),
  tanh: (a) => tf.tanh(a),
  whereGreater: (a, b, yes, no) => {
    const condition = tf.greater(a, b);
    const full = (value: tf.Tensor | number) =>
      typeof value === 'number' ? tf.fill(condition.shape, value) : value;
    return tf.where(condition, full(yes), full(no));
  },
});

import type { Arith } from './arith.ts';
import { float32Arith } from './arith-number.ts';
import { tensorArith } from './arith-tensor.ts';
import { axisIn, requireDifferentAxes } from './axis.ts';
import type { OptionDeclarations } from './declare-options.ts';
import type { Config, Description } from './description.ts';
import { EPSILON } from './epsilon.ts';
import { type Shape, sizeOf } from './shape.ts';
import * as tf from './tf.ts';

/** What a weight is brought back to after every update. */
export interface Constraint extends Description<'constraint'> {
  /** The constrained weight. */
  call(w: tf.Tensor): tf.Tensor;
  /** The same on numbers in host memory, in place. */
  applyTo(w: Float32Array, shape: Shape): void;
}

/**
 * Makes a constraint: from a rule for single numbers, or from a function on tensors.
 *
 * @example
 * import { defineConstraint } from 'tsuno/core';
 *
 * const Between = ({ low = -1, high = 1 } = {}) =>
 *   defineConstraint({
 *     kind: 'Between',
 *     config: { low, high },
 *     rule: (k, w) => k.min(k.max(w, low), high),
 *   });
 */
export function defineConstraint<C extends Config>({
  rule,
  call,
  ...constraint
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly rule?: <T>(k: Arith<T>, w: T) => T;
  readonly call?: (w: tf.Tensor) => tf.Tensor;
}): Constraint & { readonly config: C } {
  const onTensors = call ?? ((w) => (rule ? rule(tensorArith, w) : w));
  return make({
    ...constraint,
    call: onTensors,
    applyTo(w, shape) {
      if (rule) for (let i = 0; i < w.length; i++) w[i] = rule(float32Arith, w[i]);
      else w.set(tf.tidy(() => onTensors(tf.tensor(w.slice(), [...shape])).dataSync<'float32'>()));
    },
  });
}

/**
 * Makes a constraint that scales vectors of a weight by their length: w ← w · desired(‖w‖)/(ε + ‖w‖), with the norms
 * taken along `axis`: 0 for the weights into each unit of a Dense layer.
 */
export function normConstraint<C extends Config & { readonly axis: number | readonly number[] }>({
  desired,
  ...constraint
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly desired: <T>(k: Arith<T>, norm: T) => T;
}): Constraint & { readonly config: C } {
  const { kind, config } = constraint;
  const axes = [config.axis].flat() as readonly number[];
  const factor = <T>(k: Arith<T>, norm: T) => k.div(desired(k, norm), k.add(EPSILON, norm));
  return make({
    ...constraint,
    call(w) {
      const norms = tf.sqrt(tf.sum(tf.mul(w, w), wholeAxes(kind, axes, w.shape), true));
      return tf.mul(w, factor(tensorArith, norms));
    },
    applyTo(w, shape) {
      const reduced = wholeAxes(kind, axes, shape);
      const groupOf = groupIndex(shape, reduced);
      const squares = new Float64Array(sizeOf(shape));
      for (let i = 0; i < w.length; i++) squares[groupOf(i)] += w[i] * w[i];
      const factors = Float32Array.from(squares, (sum) =>
        factor(float32Arith, Math.fround(Math.sqrt(sum))),
      );
      for (let i = 0; i < w.length; i++) w[i] *= factors[groupOf(i)];
    },
  });
}

function make<C extends Config>(
  constraint: { readonly kind: string; readonly config: C } & Pick<Constraint, 'call' | 'applyTo'>,
): Constraint & { readonly config: C } {
  const config = Object.freeze(constraint.config);
  return Object.freeze({ ...constraint, type: 'constraint' as const, config });
}

/** From the front; ‖w‖ over the same axis twice is no norm. */
function wholeAxes(kind: string, axes: readonly number[], shape: Shape): number[] {
  const places = axes.map((axis) => axisIn(kind, axis, shape.length, { of: 'a weight', first: 0 }));
  requireDifferentAxes(kind, places);
  return places;
}

/** For the place of a number in a weight the place of the first number in its vector. */
function groupIndex(shape: Shape, reduced: readonly number[]): (index: number) => number {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  return (index) =>
    reduced.reduce(
      (rest, axis) => rest - (Math.floor(index / strides[axis]) % shape[axis]) * strides[axis],
      index,
    );
}

import type { Arith } from './arith.ts';
import type { Config, Description } from './description.ts';

/**
 * An update rule, written once. `update` does nothing but elementwise arithmetic, so the same lines run on plain
 * numbers (the reference), on tensors (any backend) and as a compiled loop.
 */
export interface Optimizer<
  Slot extends string = string,
  Scalar extends string = string,
  Carry extends string = string,
> extends Description<'optimizer'> {
  /** α, before any change while training. */
  readonly learningRate: number;
  /** The accumulators that each parameter has (Adam: m and v), with their start values. */
  readonly slots: Readonly<Record<Slot, number>>;
  /** Running products over the steps (β₁ᵗ), with their start values. */
  readonly carry: Readonly<Record<Carry, number>>;
  /** The running products after one more step; `step` counts from 1. */
  advance(carry: Readonly<Record<Carry, number>>, step: number): Readonly<Record<Carry, number>>;
  /** What is the same for all parameters in a step, in doubles: here lives the bias correction. */
  scalars(
    learningRate: number,
    carry: Readonly<Record<Carry, number>>,
    step: number,
  ): Readonly<Record<Scalar, number>>;
  /** The parameter and its accumulators after the step. */
  update<T>(
    k: Arith<T>,
    entry: Readonly<{ param: T; grad: T } & Record<Slot, T>>,
    scalars: Readonly<Record<Scalar, number>>,
  ): Readonly<{ param: T } & Record<Slot, T>>;
}

/**
 * Makes an optimizer.
 *
 * @example
 * import { defineOptimizer } from '@tsuno/core';
 *
 * // Gradient descent that only looks at the gradient's sign.
 * const SignSGD = ({ learningRate = 0.01 } = {}) =>
 *   defineOptimizer({
 *     kind: 'SignSGD',
 *     config: { learningRate },
 *     learningRate,
 *     slots: {},
 *     scalars: (alpha) => ({ alpha }),
 *     update: (k, { param, grad }, { alpha }) => ({
 *       param: k.sub(param, k.whereGreater(grad, 0, alpha, k.whereGreater(0, grad, -alpha, 0))),
 *     }),
 *   });
 */
export function defineOptimizer<
  Slot extends string = never,
  Scalar extends string = never,
  Carry extends string = never,
  C extends Config = Config,
>({
  carry = {} as Record<Carry, number>,
  advance = (same) => same,
  ...rule
}: {
  readonly kind: string;
  readonly config: C;
  readonly learningRate: number;
  readonly slots: Readonly<Record<Slot, number>>;
  readonly carry?: Readonly<Record<Carry, number>>;
  readonly advance?: Optimizer<Slot, Scalar, Carry>['advance'];
  readonly scalars: Optimizer<Slot, Scalar, Carry>['scalars'];
  readonly update: Optimizer<Slot, Scalar, Carry>['update'];
}): Optimizer<Slot, Scalar, Carry> & { readonly config: C } {
  return Object.freeze({
    ...rule,
    carry: Object.freeze(carry),
    advance,
    type: 'optimizer' as const,
    config: Object.freeze(rule.config),
    slots: Object.freeze(rule.slots),
  });
}

/** How far an optimizer has come: all of its state but the accumulators. */
export interface OptimizerProgress {
  /** Updates made so far; Keras's `iterations`. */
  readonly iterations: number;
  readonly learningRate: number;
  readonly carry: Readonly<Record<string, number>>;
}

export function startProgress(optimizer: Optimizer): OptimizerProgress {
  return { iterations: 0, learningRate: optimizer.learningRate, carry: optimizer.carry };
}

/** One step further, and the scalars with which that step is made. */
export function nextStep(
  optimizer: Optimizer,
  { iterations, learningRate, carry }: OptimizerProgress,
): { readonly progress: OptimizerProgress; readonly scalars: Readonly<Record<string, number>> } {
  const step = iterations + 1;
  const advanced = optimizer.advance(carry, step);
  return {
    progress: { iterations: step, learningRate, carry: advanced },
    scalars: optimizer.scalars(learningRate, advanced, step),
  };
}

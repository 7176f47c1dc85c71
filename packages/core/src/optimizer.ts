import type { Arith } from './arith.ts';
import type { OptionDeclarations } from './declare-options.ts';
import type { Config, Description } from './description.ts';
import { OptionError } from './errors.ts';
import { type GradientHandling, handlingOf } from './optimizer-options.ts';
import { type LearningRate, learningRateAt, requireLearningRate } from './schedule.ts';

/**
 * An update rule, written once. `update` does nothing but elementwise arithmetic, so the same lines run on plain
 * numbers (the reference), on tensors (any backend) and as a compiled loop.
 */
export interface Optimizer extends Description<'optimizer'>, UpdateRule<string, string, string> {
  /** α, before any change while training. */
  readonly learningRate: LearningRate;
  /** What is done around the update, the same for all optimizers. */
  readonly handling: GradientHandling;
  /** True when weight decay is added to the gradient (g + λ·w), as PyTorch's Adam does; false as a rule. */
  readonly hasCoupledWeightDecay: boolean;
  /** Letters and words for accumulators, scalars and options, for those who look at a step. None are needed. */
  readonly about: Readonly<Record<string, About>>;
}

/** The update rule alone, with the names of its accumulators, of what is the same in a step, and of running products. */
export interface UpdateRule<Slot extends string, Scalar extends string, Carry extends string> {
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

/** What one of a rule's numbers is called in formulas, and what it is: `m`, "average of the gradients". */
export interface About {
  readonly symbol?: string;
  readonly meaning?: string;
}

/**
 * Makes an optimizer. The options that all optimizers have (`clipnorm`, `weightDecay`, `useEma` …) work for it too, when
 * they are in its `config`, and `learningRate` there may be a schedule.
 *
 * @throws OptionError for common options out of range.
 * @example
 * import { defineOptimizer } from 'tsuno/core';
 *
 * // Gradient descent that only looks at the gradient's sign.
 * const SignSGD = ({ learningRate = 0.01 } = {}) =>
 *   defineOptimizer({
 *     kind: 'SignSGD',
 *     config: { learningRate },
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
  about = {} as Readonly<Record<string, never>>,
  hasCoupledWeightDecay = false,
  learningRate: given,
  ...rule
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  /** By default the `learningRate` in `config`. */
  readonly learningRate?: LearningRate;
  readonly hasCoupledWeightDecay?: boolean;
  readonly slots: Readonly<Record<Slot, number>>;
  readonly about?: Readonly<Partial<Record<NoInfer<Slot | Scalar | (keyof C & string)>, About>>>;
  readonly carry?: Readonly<Record<Carry, number>>;
  readonly advance?: UpdateRule<Slot, Scalar, Carry>['advance'];
  readonly scalars: UpdateRule<Slot, Scalar, Carry>['scalars'];
  readonly update: UpdateRule<Slot, Scalar, Carry>['update'];
}): Optimizer & { readonly config: C } {
  const handling = handlingOf(rule.kind, rule.config);
  const learningRate = (given ?? rule.config.learningRate) as LearningRate;
  requireLearningRate(rule.kind, learningRate);
  const taken = Object.keys(rule.slots).find((slot) => slot in HANDLING_SLOTS);
  if (taken !== undefined) {
    throw new OptionError(
      `${rule.kind}: a slot cannot be called "${taken}", which is the name of one that the engines keep.`,
    );
  }
  return Object.freeze({
    ...rule,
    learningRate,
    handling,
    hasCoupledWeightDecay,
    carry: Object.freeze(carry),
    advance,
    type: 'optimizer' as const,
    config: Object.freeze(rule.config),
    slots: Object.freeze(rule.slots),
    about: Object.freeze(about as Readonly<Record<string, About>>),
  });
}

/** Accumulators that belong to the handling of gradients, with their start values. */
const HANDLING_SLOTS = { average: 0, accumulated: 0 };

/** All accumulators that each weight has, with their start values: the rule's own, and those of its handling. */
export function allSlots({ slots, handling }: Optimizer): Readonly<Record<string, number>> {
  const { average, accumulated } = HANDLING_SLOTS;
  return {
    ...slots,
    ...(handling.useEma && { average }),
    ...(handling.gradientAccumulationSteps !== null && { accumulated }),
  };
}

/** How far an optimizer has come: all of its state but the accumulators. */
export interface OptimizerProgress {
  /** Batches that have been handed to it. */
  readonly calls: number;
  /** Updates made so far; Keras's `iterations`. Fewer than `calls` where gradients are accumulated. */
  readonly iterations: number;
  /** The rate of the next update. */
  readonly learningRate: number;
  readonly carry: Readonly<Record<string, number>>;
}

export function startProgress(optimizer: Optimizer): OptimizerProgress {
  const learningRate = learningRateAt(optimizer.learningRate, 0);
  return { calls: 0, iterations: 0, learningRate, carry: optimizer.carry };
}

/** An optimizer's whole state, in host memory: accumulators per trainable weight, in the plan's order. */
export interface OptimizerState extends OptimizerProgress {
  readonly slots: readonly Readonly<Record<string, Float32Array>>[];
}

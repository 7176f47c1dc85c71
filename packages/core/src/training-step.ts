import type { Arith } from './arith.ts';
import type { Constraint } from './constraint.ts';
import { OptionError } from './errors.ts';
import type { Optimizer, OptimizerProgress } from './optimizer.ts';
import { decays, type GradientHandling } from './optimizer-options.ts';
import { requireInterval } from './options.ts';
import { learningRateAt } from './schedule.ts';
import {
  ACCUMULATE,
  AVERAGE,
  FIRST_AVERAGE,
  MERGE,
  OVERWRITE,
  type StepPart,
} from './step-parts.ts';

/** The scalars of one update: what the optimizer computes, and λ·α for the weights that decay. */
export interface StepScalars {
  readonly rule: Readonly<Record<string, number>>;
  readonly decay: number;
}

/** What of a weight is treated apart: its share λ·α of the decay, and the factor that clips its gradient. */
export interface Surroundings<T = number> {
  readonly decay: number;
  readonly clip: T | number;
}

/**
 * The weights that are trained, with gradients and accumulators, in whichever way somebody keeps them: numbers in
 * arrays, tensors, an arena. It only ever does the same arithmetic in every place; what is done, and when, is `takeStep`'s.
 */
export interface ParameterStore<T = number> {
  /** Arithmetic on norms. */
  readonly k: Arith<T>;
  readonly weights: readonly { readonly path: string; readonly constraint: Constraint | null }[];
  /** Σ g² of each weight. */
  squares(): readonly T[];
  /** A part of the step in every place of every weight. */
  run(part: StepPart): void;
  /** `updateParameter` in every place: in the same surroundings, or in those of each weight. */
  update(
    rule: Readonly<Record<string, number>>,
    surroundings: Surroundings<T> | readonly Surroundings<T>[],
  ): void;
  /** The constraint of one weight. */
  constrain(weight: number): void;
}

/**
 * One batch's gradients, from first to last in Keras's order: accumulate, clip, decay, update, average, constrain.
 * Every executor, `attach` and the laboratory go through here; they differ in their store alone.
 */
export function takeStep<T>(
  optimizer: Optimizer,
  progress: OptimizerProgress,
  store: ParameterStore<T>,
): OptimizerProgress {
  const { gradientAccumulationSteps: every, ...handling } = optimizer.handling;
  const calls = progress.calls + 1;
  const isUpdate = every === null || calls % every === 0;
  let next: OptimizerProgress | null = null;
  if (every !== null) store.run(isUpdate ? MERGE : ACCUMULATE);
  if (isUpdate) {
    const { progress: updated, scalars } = nextStep(optimizer, progress);
    store.update(scalars.rule, surroundings(optimizer, store, scalars.decay));
    next = updated;
  }
  if (handling.useEma) {
    const frequency = handling.emaOverwriteFrequency;
    store.run(progress.iterations === 0 ? FIRST_AVERAGE : AVERAGE);
    if (frequency !== null && (progress.iterations + 1) % frequency === 0) store.run(OVERWRITE);
  }
  for (const [weight, { constraint }] of store.weights.entries()) {
    if (constraint !== null) store.constrain(weight);
  }
  return next ?? { ...progress, calls, learningRate: nextRate(optimizer, progress, calls) };
}

function surroundings<T>(
  { handling }: Optimizer,
  store: ParameterStore<T>,
  decay: number,
): Surroundings<T> | readonly Surroundings<T>[] {
  if (!treatsUnlike(handling)) return { decay, clip: 1 };
  const { k, weights } = store;
  const squares = clipsByNorm(handling) ? store.squares() : [];
  const all = squares.reduce<T | undefined>(
    (sum, square) => (sum === undefined ? square : k.add(sum, square)),
    undefined,
  );
  return weights.map(({ path }, weight) => ({
    decay: decays(handling, path) ? decay : 0,
    clip: all === undefined ? 1 : clipFactor(k, handling, squares[weight], all),
  }));
}

/** Whether weights are treated unlike in a step. */
function treatsUnlike(handling: GradientHandling): boolean {
  const { weightDecay, excludeFromWeightDecay } = handling;
  return clipsByNorm(handling) || (weightDecay !== null && excludeFromWeightDecay.length > 0);
}

/** One update further, and the scalars with which it is made. */
export function nextStep(
  optimizer: Optimizer,
  progress: OptimizerProgress,
): { readonly progress: OptimizerProgress; readonly scalars: StepScalars } {
  const { learningRate } = progress;
  const calls = progress.calls + 1;
  const iterations = progress.iterations + 1;
  const carry = optimizer.advance(progress.carry, iterations);
  const decay = optimizer.handling.weightDecay ?? 0;
  return {
    progress: { calls, iterations, carry, learningRate: nextRate(optimizer, progress, calls) },
    scalars: {
      rule: optimizer.scalars(learningRate, carry, iterations),
      decay: optimizer.hasCoupledWeightDecay ? decay : decay * learningRate,
    },
  };
}

/** A number stays what it was, or was set to; a schedule looks at the batches. */
function nextRate({ learningRate }: Optimizer, progress: OptimizerProgress, calls: number): number {
  return typeof learningRate === 'number'
    ? progress.learningRate
    : learningRateAt(learningRate, calls);
}

/**
 * The progress with another learning rate.
 *
 * @throws OptionError for a rate that is no number of at least 0, and where a schedule decides.
 */
export function withLearningRate(
  who: string,
  optimizer: Optimizer,
  progress: OptimizerProgress,
  learningRate: number,
): OptimizerProgress {
  requireInterval(who, { learningRate }, '[0, ∞)');
  requireSettableRate(who, optimizer);
  return { ...progress, learningRate };
}

/** @throws OptionError where the learning rate is a schedule. */
export function requireSettableRate(who: string, optimizer: Optimizer): void {
  if (typeof optimizer.learningRate === 'number') return;
  throw new OptionError(
    `${who}: the learning rate of ${optimizer.kind} follows a schedule, so it cannot be set. Make the optimizer with a number.`,
  );
}

/** The rule's update with clipping and weight decay around it. */
export function updateParameter<T>(
  optimizer: Optimizer,
  k: Arith<T>,
  entry: Readonly<{ param: T; grad: T } & Record<string, T>>,
  rule: Readonly<Record<string, number>>,
  { decay, clip }: Surroundings<T>,
): Readonly<{ param: T } & Record<string, T>> {
  const { handling, hasCoupledWeightDecay } = optimizer;
  const { clipvalue, weightDecay } = handling;
  let { param, grad } = entry;
  if (clipsByNorm(handling)) grad = k.mul(grad, clip);
  if (clipvalue !== null) grad = k.min(k.max(grad, -clipvalue), clipvalue);
  if (weightDecay !== null) {
    if (hasCoupledWeightDecay) grad = k.add(grad, k.mul(param, decay));
    else param = k.sub(param, k.mul(param, decay));
  }
  return optimizer.update(k, { ...entry, param, grad }, rule);
}

/** Whether gradients are scaled by a factor that depends on their norm. */
export function clipsByNorm({ clipnorm, globalClipnorm }: GradientHandling): boolean {
  return clipnorm !== null || globalClipnorm !== null;
}

/**
 * What a gradient is multiplied by: c/max(‖g‖, c), or c·min(1/G, 1/c) with G the norm of all gradients together. As in
 * Keras an infinite G gives NaN rather than a silent 0. Arguments are squared norms.
 */
export function clipFactor<T>(
  k: Arith<T>,
  { clipnorm, globalClipnorm }: GradientHandling,
  own: T,
  all: T,
): T {
  if (clipnorm !== null) return k.div(clipnorm, k.max(k.sqrt(own), clipnorm));
  const limit = globalClipnorm ?? 1;
  const norm = k.sqrt(all);
  const factor = k.mul(limit, k.min(k.div(1, norm), 1 / limit));
  return k.add(factor, k.sub(norm, norm));
}

import type { Arith } from './arith.ts';
import { OptionError } from './errors.ts';
import type { Optimizer, OptimizerProgress } from './optimizer.ts';
import type { GradientHandling } from './optimizer-options.ts';
import { requireInterval } from './options.ts';
import { learningRateAt } from './schedule.ts';

/** The scalars of one update: what the optimizer computes, and λ·α for the weights that decay. */
export interface StepScalars {
  readonly rule: Readonly<Record<string, number>>;
  readonly decay: number;
}

/** The weights that are trained, with gradients and accumulators, in whichever way somebody keeps them. */
export interface ParameterStore {
  /** accumulated ← accumulated + g. */
  accumulate(): void;
  /** g ← (g + accumulated)/count, accumulated ← 0. */
  merge(count: number): void;
  /** The optimizer's update of every weight (`updateParameter`). */
  update(scalars: StepScalars): void;
  /** average ← μ·average + (1 − μ)·w, and w ← average where it `overwrites`. */
  average(momentum: number, overwrites: boolean): void;
  /** The constraints of the layers. */
  constrain(): void;
}

/**
 * One batch's gradients, from first to last in Keras's order: accumulate, clip, decay, update, average, constrain.
 * Every executor and `attach` go through here; they differ in their store alone.
 */
export function takeStep(
  optimizer: Optimizer,
  progress: OptimizerProgress,
  store: ParameterStore,
): OptimizerProgress {
  const { gradientAccumulationSteps: every, ...handling } = optimizer.handling;
  const calls = progress.calls + 1;
  const isUpdate = every === null || calls % every === 0;
  let next: OptimizerProgress | null = null;
  if (every !== null && isUpdate) store.merge(every);
  if (every !== null && !isUpdate) store.accumulate();
  if (isUpdate) {
    const { progress: updated, scalars } = nextStep(optimizer, progress);
    store.update(scalars);
    next = updated;
  }
  if (handling.useEma) {
    const frequency = handling.emaOverwriteFrequency;
    const overwrites = frequency !== null && (progress.iterations + 1) % frequency === 0;
    store.average(progress.iterations === 0 ? 0 : handling.emaMomentum, overwrites);
  }
  store.constrain();
  return next ?? { ...progress, calls, learningRate: nextRate(optimizer, progress, calls) };
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
  { decay, clip }: { readonly decay: number; readonly clip: T | number },
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

/** The average of the weights after a step, and the weights. */
export function updateAverage<T>(
  k: Arith<T>,
  { param, average }: { readonly param: T; readonly average: T },
  momentum: number,
): T {
  return k.add(k.mul(average, momentum), k.mul(param, 1 - momentum));
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

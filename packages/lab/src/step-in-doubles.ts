import {
  clipFactor,
  clipsByNorm,
  decays,
  float64Arith,
  learningRateAt,
  nextStep,
  type Optimizer,
  type OptimizerProgress,
  updateParameter,
} from '@tsuno/core';

/** A weight with its accumulators. */
export type WeightEntry = Readonly<Record<string, number> & { param: number }>;

/** What the handling of a gradient depends on beside the gradient. */
export interface Surroundings {
  /** `dense/kernel`: what `excludeFromWeightDecay` is held against. */
  readonly path: string;
  /** Σ g² over the weight, and over all weights. */
  readonly ownSquares: number;
  readonly allSquares: number;
}

/**
 * One update of a few weights in doubles, by the optimizer's own rule: the reference that engines are held against.
 * Without surroundings these weights are all there are.
 */
export function stepInDoubles(
  optimizer: Optimizer,
  progress: OptimizerProgress,
  entries: readonly WeightEntry[],
  gradients: readonly number[],
  surroundings?: Surroundings,
): { readonly progress: OptimizerProgress; readonly entries: readonly WeightEntry[] } {
  const next = nextStep(optimizer, progress);
  const { rule, decay } = next.scalars;
  const { handling } = optimizer;
  const clip = clipOf(optimizer, gradients, surroundings);
  const { path = 'w' } = surroundings ?? {};
  return {
    progress: next.progress,
    entries: entries.map(
      (entry, i) =>
        updateParameter<number>(optimizer, float64Arith, { ...entry, grad: gradients[i] }, rule, {
          decay: decays(handling, path) ? decay : 0,
          clip,
        }) as WeightEntry,
    ),
  };
}

/** What these gradients are multiplied by. */
function clipOf(
  { handling }: Pick<Optimizer, 'handling'>,
  gradients: readonly number[],
  surroundings?: Surroundings,
): number {
  if (!clipsByNorm(handling)) return 1;
  const squares = gradients.reduce((sum, gradient) => sum + gradient * gradient, 0);
  const { ownSquares = squares, allSquares = squares } = surroundings ?? {};
  return clipFactor(float64Arith, handling, ownSquares, allSquares);
}

/** A gradient after clipping; null for an optimizer that does not clip. */
export function clippedGradient(
  optimizer: Pick<Optimizer, 'handling'>,
  gradient: number,
  surroundings?: Surroundings,
): number | null {
  const { clipvalue } = optimizer.handling;
  if (clipvalue !== null) return Math.min(Math.max(gradient, -clipvalue), clipvalue);
  if (!clipsByNorm(optimizer.handling)) return null;
  return gradient * clipOf(optimizer, [gradient], surroundings);
}

/** The rate of the first step. */
export function firstRate({ learningRate }: Pick<Optimizer, 'learningRate'>): number {
  return learningRateAt(learningRate, 0);
}

/** The rate with which the step was made after which the progress is this. */
export function lastRate(
  { learningRate }: Pick<Optimizer, 'learningRate'>,
  progress: OptimizerProgress,
): number {
  return typeof learningRate === 'number'
    ? progress.learningRate
    : learningRateAt(learningRate, progress.calls - 1);
}

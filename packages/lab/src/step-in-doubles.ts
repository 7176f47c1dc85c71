import {
  clipFactor,
  clipsByNorm,
  float64Arith,
  learningRateAt,
  nextStep,
  type Optimizer,
  type OptimizerProgress,
  updateParameter,
} from '@tsuno/core';

/** A weight with its accumulators. */
export type WeightEntry = Readonly<Record<string, number> & { param: number }>;

/** One update of a few weights in doubles, by the optimizer's own rule: the reference that engines are held against. */
export function stepInDoubles(
  optimizer: Optimizer,
  progress: OptimizerProgress,
  entries: readonly WeightEntry[],
  gradients: readonly number[],
): { readonly progress: OptimizerProgress; readonly entries: readonly WeightEntry[] } {
  const next = nextStep(optimizer, progress);
  const { rule, decay } = next.scalars;
  const squares = gradients.reduce((sum, gradient) => sum + gradient * gradient, 0);
  const clip = clipsByNorm(optimizer.handling)
    ? clipFactor(float64Arith, optimizer.handling, squares, squares)
    : 1;
  return {
    progress: next.progress,
    entries: entries.map(
      (entry, i) =>
        updateParameter<number>(optimizer, float64Arith, { ...entry, grad: gradients[i] }, rule, {
          decay,
          clip,
        }) as WeightEntry,
    ),
  };
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

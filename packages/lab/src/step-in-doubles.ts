import {
  allSlots,
  arrayStore,
  float64Arith,
  learningRateAt,
  type Optimizer,
  type OptimizerProgress,
  startProgress,
  takeStep,
} from '@tsuno/core';

/** A weight's number with its accumulators. */
export type WeightEntry = Readonly<Record<string, number> & { param: number }>;

/** One weight in doubles that an optimizer moves: the reference that engines are held against. */
export interface WeightInDoubles {
  readonly values: Float64Array;
  progress(): OptimizerProgress;
  /** One of its numbers with its accumulators. */
  entry(index: number): WeightEntry;
  /** One batch's gradients, taken as every engine takes them. */
  step(gradients: readonly number[]): void;
}

/** What patterns of weights (`excludeFromWeightDecay`) are held against where a weight has no layer. */
export const NO_PATH = 'w';

/** A weight before the first step. */
export function weightInDoubles(optimizer: Optimizer, start: readonly number[]): WeightInDoubles {
  const values = Float64Array.from(start);
  const slots = Object.fromEntries(
    Object.entries(allSlots(optimizer)).map(([slot, from]) => [
      slot,
      new Float64Array(values.length).fill(from),
    ]),
  );
  const cell = { path: NO_PATH, values, slots };
  let progress = startProgress(optimizer);
  return {
    values,
    progress: () => progress,
    entry: (index) => ({
      param: values[index],
      ...Object.fromEntries(Object.entries(slots).map(([slot, all]) => [slot, all[index]])),
    }),
    step(gradients) {
      const store = arrayStore(float64Arith, optimizer, [cell], [gradients]);
      progress = takeStep(optimizer, progress, store);
    },
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

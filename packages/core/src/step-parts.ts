import type { Arith } from './arith.ts';
import type { GradientHandling } from './optimizer-options.ts';

/** What there is in one place of a weight: `param`, `grad`, and accumulators by name. */
export type Place<T> = Readonly<Record<string, T>>;

/** A part of a training step around the update. It is elementwise, so it runs on numbers, on tensors and compiled. */
export interface StepPart {
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** The new values of what it writes. */
  compute<T>(k: Arith<T>, place: Place<T>, handling: GradientHandling): Place<T | number>;
}

/** accumulated ← accumulated + g. */
export const ACCUMULATE: StepPart = {
  name: 'accumulate',
  reads: ['grad', 'accumulated'],
  writes: ['accumulated'],
  compute: (k, { grad, accumulated }) => ({ accumulated: k.add(grad, accumulated) }),
};

/** g ← (g + accumulated)/n, accumulated ← 0. */
export const MERGE: StepPart = {
  name: 'merge',
  reads: ['grad', 'accumulated'],
  writes: ['grad', 'accumulated'],
  compute: (k, { grad, accumulated }, { gradientAccumulationSteps }) => ({
    grad: k.div(k.add(grad, accumulated), gradientAccumulationSteps as number),
    accumulated: 0,
  }),
};

/** average ← μ·average + (1 − μ)·w. */
export const AVERAGE: StepPart = averaging('average', ({ emaMomentum }) => emaMomentum);

/** The first average is the weights themselves. */
export const FIRST_AVERAGE: StepPart = averaging('average_first', () => 0);

/** w ← average. */
export const OVERWRITE: StepPart = {
  name: 'overwrite',
  reads: ['average'],
  writes: ['param'],
  compute: (_k, { average }) => ({ param: average }),
};

function averaging(name: string, momentum: (handling: GradientHandling) => number): StepPart {
  return {
    name,
    reads: ['param', 'average'],
    writes: ['average'],
    compute(k, { param, average }, handling) {
      const share = momentum(handling);
      return { average: k.add(k.mul(average, share), k.mul(param, 1 - share)) };
    },
  };
}

/** The parts that a step with this handling is made of, beside its update. */
export function stepParts({
  useEma,
  gradientAccumulationSteps,
}: GradientHandling): readonly StepPart[] {
  return [
    ...(gradientAccumulationSteps === null ? [] : [ACCUMULATE, MERGE]),
    ...(useEma ? [AVERAGE, FIRST_AVERAGE, OVERWRITE] : []),
  ];
}

/** What a part is handed: what it reads, then what it only writes. */
export function namesIn({ reads, writes }: StepPart): readonly string[] {
  return [...new Set([...reads, ...writes])];
}

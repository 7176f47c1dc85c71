import type { Optimizer, OptimizerProgress } from '@tsuno/core';

/** The accumulators of one number. */
export type Slots = Readonly<Record<string, number>>;

type Numbers = Readonly<Record<string, number>>;

/** How an optimizer makes a rate of its own for each parameter, after a step. */
export interface StepFormula {
  /** α_j in letters. */
  readonly text: string;
  /** What α_j multiplies: the gradient, or its average m. */
  readonly multiplies: 'g' | 'm';
  rate(config: Numbers, slots: Slots, progress: OptimizerProgress): number;
  /** |m̂|/√v̂, where there are both. */
  agreement?(config: Numbers, slots: Slots, progress: OptimizerProgress): number;
}

const adam: StepFormula = {
  text: 'α√(1 − β₂ᵗ) / ((1 − β₁ᵗ)(√v + ε))',
  multiplies: 'm',
  rate: ({ beta1, beta2, epsilon }, { v }, { iterations: t, learningRate }) =>
    (learningRate * Math.sqrt(1 - beta2 ** t)) / ((1 - beta1 ** t) * (Math.sqrt(v) + epsilon)),
  agreement: ({ beta1, beta2 }, { m, v }, { iterations: t }) =>
    v === 0 ? 0 : Math.min(1, Math.abs(m / (1 - beta1 ** t)) / Math.sqrt(v / (1 - beta2 ** t))),
};

/** By kind. An optimizer that is not here has no rate of this form; its steps are recorded all the same. */
const FORMULAS: Readonly<Record<string, StepFormula>> = {
  SGD: {
    text: 'α',
    multiplies: 'g',
    rate: (_config, _slots, { learningRate }) => learningRate,
  },
  Adam: adam,
  AdamW: adam,
};

/** Null for an optimizer that gives no parameter a rate of its own in a form that is known here. */
export function stepFormula({
  kind,
  config,
}: Pick<Optimizer, 'kind' | 'config'>): StepFormula | null {
  const formula = Object.hasOwn(FORMULAS, kind) ? FORMULAS[kind] : null;
  // With amsgrad the largest v there was takes v's place, and α_j is another.
  return config.amsgrad === true ? null : formula;
}

import type { Optimizer } from '@tsuno/core';

/** The accumulators of one number after the step. */
export type Slots = Readonly<Record<string, number>>;

type Numbers = Readonly<Record<string, number>>;

/** How an optimizer makes a rate of its own for each parameter; `t` counts updates from 1, `alpha` is that step's α. */
export interface StepFormula {
  /** α_j in letters. */
  readonly text: string;
  /** What α_j multiplies: the gradient, or its average m. */
  readonly multiplies: 'g' | 'm';
  rate(config: Numbers, slots: Slots, t: number, alpha: number): number;
  /** |m̂|/√v̂, where there are both. */
  agreement?(config: Numbers, slots: Slots, t: number): number;
}

const ADAM: StepFormula = {
  text: 'α√(1 − β₂ᵗ) / ((1 − β₁ᵗ)(√v + ε))',
  multiplies: 'm',
  rate: ({ beta1, beta2, epsilon }, { v }, t, alpha) =>
    (alpha * Math.sqrt(1 - beta2 ** t)) / ((1 - beta1 ** t) * (Math.sqrt(v) + epsilon)),
  agreement: ({ beta1, beta2 }, { m, v }, t) =>
    v === 0 ? 0 : Math.min(1, Math.abs(m / (1 - beta1 ** t)) / Math.sqrt(v / (1 - beta2 ** t))),
};

/** ε is added after the bias correction. */
const TEXTBOOK_ADAM: StepFormula = {
  ...ADAM,
  text: 'α / ((1 − β₁ᵗ)(√v̂ + ε))',
  rate: ({ beta1, beta2, epsilon }, { v }, t, alpha) =>
    alpha / ((1 - beta1 ** t) * (Math.sqrt(v / (1 - beta2 ** t)) + epsilon)),
};

const AMSGRAD: StepFormula = {
  ...ADAM,
  text: 'α√(1 − β₂ᵗ) / ((1 − β₁ᵗ)(√max v + ε))',
  rate: (config, { vMax }, t, alpha) => ADAM.rate(config, { v: vMax }, t, alpha),
};

const TEXTBOOK_AMSGRAD: StepFormula = {
  ...ADAM,
  text: 'α / ((1 − β₁ᵗ)(√(max v / (1 − β₂ᵗ)) + ε))',
  rate: (config, { vMax }, t, alpha) => TEXTBOOK_ADAM.rate(config, { v: vMax }, t, alpha),
};

/** By kind. An optimizer that is not here gives no rate of this form; its steps are recorded all the same. */
const FORMULAS: Readonly<Record<string, StepFormula>> = {
  SGD: { text: 'α', multiplies: 'g', rate: (_config, _slots, _t, alpha) => alpha },
  Adam: ADAM,
  AdamW: ADAM,
  RMSprop: {
    text: 'α / √(v + ε)',
    multiplies: 'g',
    rate: ({ epsilon }, { velocity, averageGradient = 0 }, _t, alpha) =>
      alpha / Math.sqrt(velocity - averageGradient * averageGradient + epsilon),
  },
  Adagrad: {
    text: 'α / √(A + ε)',
    multiplies: 'g',
    rate: ({ epsilon }, { accumulator }, _t, alpha) => alpha / Math.sqrt(accumulator + epsilon),
  },
  Adamax: {
    text: 'α / ((1 − β₁ᵗ)(u + ε))',
    multiplies: 'm',
    rate: ({ beta1, epsilon }, { u }, t, alpha) => alpha / ((1 - beta1 ** t) * (u + epsilon)),
  },
};

/** Null for an optimizer that gives no parameter a rate of its own in a form that is known here. */
export function stepFormula({
  kind,
  config,
}: Pick<Optimizer, 'kind' | 'config'>): StepFormula | null {
  const formula = Object.hasOwn(FORMULAS, kind) ? FORMULAS[kind] : null;
  if (formula !== ADAM) return formula;
  const isTextbook = config.variant === 'pytorch';
  if (config.amsgrad === true) return isTextbook ? TEXTBOOK_AMSGRAD : AMSGRAD;
  return isTextbook ? TEXTBOOK_ADAM : ADAM;
}

import type { Optimizer, OptimizerProgress } from '@tsuno/core';
import { stepFormula } from '../probe/step-formula.ts';
import { lastRate, type WeightEntry } from '../step-in-doubles.ts';

/** One number on the way, with the formula that makes it. */
export interface ExplanationLine {
  readonly symbol: string;
  readonly meaning: string;
  readonly formula: string;
  readonly value: number;
}

/** What an accumulator is, for those whose names are letters or words that need one. */
const MEANINGS: Readonly<Record<string, readonly [meaning: string, formula: string]>> = {
  m: ['average of the gradients: the direction', 'm + (1 − β₁)(g − m)'],
  v: ['average of their squares: the size', 'v + (1 − β₂)(g² − v)'],
  'SGD/momentum': ['what is kept of the last step', 'μm − αg'],
  'RMSprop/velocity': ['average of the squared gradients', 'ρv + (1 − ρ)g²'],
  'RMSprop/momentum': ['what is kept of the last step', 'μb + αg/√(v + ε)'],
  'Adagrad/accumulator': ['sum of the squared gradients', 'A + g²'],
  'Adadelta/gradients': ['average of the squared gradients', 'ρE + (1 − ρ)g²'],
  'Adadelta/steps': ['average of the squared steps', 'ρD + (1 − ρ)Δ²'],
  'Adamax/u': ['largest gradient, slowly forgotten', 'max(β₂u, |g|)'],
  'Lion/m': ['average of the gradients', 'β₂m + (1 − β₂)g'],
};

const SYMBOLS: Readonly<Record<string, string>> = {
  'SGD/momentum': 'm',
  'RMSprop/velocity': 'v',
  'RMSprop/momentum': 'b',
  'Adagrad/accumulator': 'A',
  'Adadelta/gradients': 'E',
  'Adadelta/steps': 'D',
};

/** The numbers of a step in the order in which they are made. `clipped` is null where gradients stay as they are. */
export function linesFor(
  optimizer: Optimizer,
  progress: OptimizerProgress,
  gradient: number,
  clipped: number | null,
  before: WeightEntry,
  after: WeightEntry,
): readonly ExplanationLine[] {
  const { kind } = optimizer;
  const config = optimizer.config as Readonly<Record<string, number>>;
  const slots = Object.keys(optimizer.slots).map((slot): ExplanationLine => {
    const [meaning, formula] = MEANINGS[`${kind}/${slot}`] ??
      MEANINGS[slot] ?? ['accumulator', slot];
    return { symbol: SYMBOLS[`${kind}/${slot}`] ?? slot, meaning, formula, value: after[slot] };
  });
  const { beta1, beta2 } = config;
  const t = progress.iterations;
  const corrected: readonly ExplanationLine[] =
    'm' in after && 'v' in after && beta1 !== undefined && beta2 !== undefined
      ? [
          {
            symbol: 'm̂',
            meaning: 'direction, corrected for the start at 0',
            formula: 'm / (1 − β₁ᵗ)',
            value: after.m / (1 - beta1 ** t),
          },
          {
            symbol: 'v̂',
            meaning: 'size, corrected for the start at 0',
            formula: 'v / (1 − β₂ᵗ)',
            value: after.v / (1 - beta2 ** t),
          },
        ]
      : [];
  const formula = stepFormula(optimizer);
  const rate: readonly ExplanationLine[] = formula
    ? [
        {
          symbol: 'α_j',
          meaning:
            kind === 'SGD' ? 'the one rate for all weights' : 'the rate of this weight’s own',
          formula: formula.text,
          value: formula.rate(config, after, t, lastRate(optimizer, progress)),
        },
      ]
    : [];
  const step = after.param - before.param;
  const { weightDecay } = optimizer.handling;
  const decay = weightDecay === null || optimizer.hasCoupledWeightDecay ? '' : ' − αλw';
  const keepsSteps = 'momentum' in optimizer.slots;
  const made = formula && !keepsSteps ? `−α_j·${formula.multiplies}${decay}` : 'w after − w before';
  const own = { symbol: 'g', meaning: 'the gradient on this batch', formula: '∂J/∂w' };
  const lines: readonly ExplanationLine[] = [
    ...slots,
    ...corrected,
    ...rate,
    { symbol: 'Δw', meaning: 'the step', formula: made, value: step },
  ];
  if (clipped === null) return [{ ...own, value: gradient }, ...lines];
  return [
    { ...own, value: gradient },
    {
      symbol: 'g′',
      meaning: 'the gradient after clipping',
      formula: clipFormula(optimizer),
      value: clipped,
    },
    ...lines.map((line) => ({ ...line, formula: line.formula.replace(LETTER_G, 'g′') })),
  ];
}

/** The gradient in a formula, and no g in a word. */
const LETTER_G = /(?<![a-z])g(?![a-z])/gu;

function clipFormula({ handling }: Optimizer): string {
  if (handling.clipvalue !== null) return 'min(max(g, −c), c)';
  return handling.clipnorm !== null ? 'g · c / max(‖g‖, c)' : 'g · min(1, c / ‖all g‖)';
}

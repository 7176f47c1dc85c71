import { clipsByNorm, type Optimizer, type OptimizerProgress } from '@tsuno/core';
import { averageOf, isSumOfSquares } from './averages.ts';
import { type Expression, isOfRule } from './expression.ts';
import { type OwnRate, ownRate } from './own-rate.ts';
import { printExpression } from './print-expression.ts';
import { correctionFor, type ScalarReading } from './read-scalars.ts';
import { symbolsOf } from './symbols.ts';
import { factorsOf, type Symbols, termsOf } from './terms.ts';
import type { Trace } from './trace-step.ts';

/** One number on the way, with the formula that makes it. */
export interface ExplanationLine {
  readonly symbol: string;
  readonly meaning: string;
  readonly formula: string;
  readonly value: number;
}

/** The numbers of a step in the order in which they are made; formulas and numbers are the rule's own. */
export function linesFor(
  optimizer: Optimizer,
  trace: Trace,
  reading: ScalarReading,
  carry: OptimizerProgress['carry'],
): readonly ExplanationLine[] {
  const { symbols, order } = symbolsOf(optimizer, trace);
  const rate = ownRate(trace, symbols);
  return [
    ...gradientLines(optimizer, trace, symbols),
    ...trace.scalars.map((scalar) => scalarLine(optimizer, scalar)),
    ...order.map(({ expression, slot }) => ({
      symbol: symbols.get(expression) as string,
      meaning: slot === null ? 'on the way' : meaningOf(optimizer, trace, slot),
      formula: printExpression(expression, symbols),
      value: expression.value,
    })),
    ...correctedLines(optimizer, trace, symbols, reading, carry),
    ...(rate ? [rateLine(rate, symbols)] : []),
    ...stepLines(trace, symbols, rate),
  ];
}

function gradientLines(
  { handling, hasCoupledWeightDecay }: Optimizer,
  { gradient, handled, direction }: Trace,
  symbols: Symbols,
): readonly ExplanationLine[] {
  const own = {
    symbol: 'g',
    meaning: 'the gradient on this batch',
    formula: '∂J/∂w',
    value: gradient.value,
  };
  if (handled === gradient) return [own];
  const isClipped = clipsByNorm(handling) || handling.clipvalue !== null;
  const isDecayed = hasCoupledWeightDecay && handling.weightDecay !== null;
  const changes = [...(isClipped ? ['clipping'] : []), ...(isDecayed ? ['weight decay'] : [])];
  return [
    own,
    {
      symbol: 'g′',
      meaning: `the gradient after ${changes.join(' and ')}`,
      formula: printExpression(handled, symbols),
      value: direction.value,
    },
  ];
}

function scalarLine({ about }: Optimizer, scalar: Expression): ExplanationLine {
  const symbol = scalar.kind === 'name' ? scalar.name : '';
  const words = Object.values(about).find((each) => each.symbol === symbol);
  return {
    symbol,
    meaning: words?.meaning ?? 'the same for all weights in this step',
    formula: 'from α and t',
    value: scalar.value,
  };
}

/** In the optimizer's words; otherwise in what its rule shows. */
function meaningOf(optimizer: Optimizer, trace: Trace, slot: string): string {
  const words = optimizer.about[slot]?.meaning;
  if (words !== undefined) return words;
  const { of = null } = averageOf(trace, slot, optimizer.slots[slot]) ?? {};
  if (of === 'gradient') return 'average of the gradients';
  if (of === 'square') return 'average of the squared gradients';
  return isSumOfSquares(trace, slot) ? 'sum of the squared gradients' : 'kept from step to step';
}

/** Averages that start at 0, where the rule corrects for that: what they would be without their start. */
function correctedLines(
  optimizer: Optimizer,
  trace: Trace,
  symbols: Symbols,
  reading: ScalarReading,
  carry: OptimizerProgress['carry'],
): readonly ExplanationLine[] {
  return Object.entries(trace.after).flatMap(([slot, after]) => {
    const average = averageOf(trace, slot, optimizer.slots[slot]);
    const correction = average && correctionFor(average.base, optimizer, reading, carry);
    if (correction === null) return [];
    const symbol = symbols.get(after) as string;
    return [
      {
        symbol: `${symbol}̂`,
        meaning: `${symbol}, corrected for its start at 0`,
        formula: `${symbol} / (${printExpression(correction, symbols)})`,
        value: after.value / correction.value,
      },
    ];
  });
}

function rateLine({ rate }: OwnRate, symbols: Symbols): ExplanationLine {
  return {
    symbol: 'α_j',
    meaning: isOfRule(rate) ? 'the one rate for all weights' : 'the rate of this weight’s own',
    formula: printExpression(rate, symbols),
    value: rate.value,
  };
}

/** Δw; where the rule makes the weight anew instead of adding to it, that first. */
function stepLines(
  { param, weight }: Trace,
  symbols: Symbols,
  rate: OwnRate | null,
): readonly ExplanationLine[] {
  const step = { symbol: 'Δw', meaning: 'the step', value: param.value - weight.value };
  const terms = termsOf(param, symbols);
  const moves = terms.filter(({ of }) => of !== weight);
  if (moves.length !== terms.length - 1) {
    const formula = printExpression(param, symbols);
    const anew = { symbol: 'w′', meaning: 'the weight after it', formula, value: param.value };
    return [anew, { ...step, formula: 'w′ − w' }];
  }
  const texts = moves.map((term) => {
    const product = factorsOf(term.of, symbols);
    const isNegative = product.isNegative !== term.isNegative;
    if (rate !== null && term.of === rate.term) {
      const direction = printExpression(rate.direction, new Map());
      const of = symbols.get(rate.direction) ?? direction;
      return { isNegative: true, text: `α_j·${of}` };
    }
    const text = printExpression(term.of, symbols);
    const symbol = symbols.get(term.of);
    return { isNegative, text: symbol ?? text.replace(/^−/, '') };
  });
  const formula = texts
    .map(({ isNegative, text }, i) =>
      i === 0 ? `${isNegative ? '−' : ''}${text}` : ` ${isNegative ? '−' : '+'} ${text}`,
    )
    .join('');
  return [{ ...step, formula: formula === '' ? '0' : formula }];
}

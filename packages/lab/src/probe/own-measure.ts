import type { Optimizer, OptimizerProgress } from '@tsuno/core';
import { averageOf } from '../explain/averages.ts';
import { compute, type Expression, partsOf } from '../explain/expression.ts';
import { ownRate } from '../explain/own-rate.ts';
import { printExpression } from '../explain/print-expression.ts';
import type { ScalarReading } from '../explain/read-scalars.ts';
import { symbolsOf } from '../explain/symbols.ts';
import { type Trace, traceStep } from '../explain/trace-step.ts';

/** The accumulators of one number after the step. */
export type Slots = Readonly<Record<string, number>>;

/** What a step tells of each number's own, from its accumulators after the step. */
export interface OwnMeasure {
  /** α_j in letters, and what it multiplies; null where the rule has none that its accumulators tell. */
  readonly formula: string | null;
  readonly multiplies: string | null;
  rate(slots: Slots): number | null;
  /** |m̂|/√v̂, where the rule keeps averages of the gradients and of their squares. */
  agreement(slots: Slots): number | null;
}

/** Reads off an optimizer's rule what its update number `t` does, at this rate and with these running products. */
export function ownMeasure(
  optimizer: Optimizer,
  reading: ScalarReading,
  t: number,
  learningRate: number,
  carry: OptimizerProgress['carry'],
): OwnMeasure {
  const scalars = { rule: optimizer.scalars(learningRate, carry, t), decay: 0 };
  const entry = { param: 1, ...optimizer.slots };
  const alone = { path: '', ownSquares: 1, allSquares: 1 };
  const trace = traceStep(optimizer, reading, { learningRate, carry, scalars }, entry, 0.5, alone);
  const { symbols } = symbolsOf(optimizer, trace);
  const own = ownRate(trace, symbols);
  const isTold = own !== null && isToldBy(trace, own.rate);
  const rate = own !== null && isTold ? evaluator(trace, own.rate) : () => null;
  return {
    formula: own !== null && isTold ? printExpression(own.rate, symbols) : null,
    multiplies:
      own !== null && isTold ? (symbols.get(own.direction) ?? nameOf(own.direction)) : null,
    rate,
    agreement: agreementOf(optimizer, trace, t),
  };
}

/** Whether an expression needs nothing of a weight but its accumulators after the step. */
function isToldBy({ after }: Trace, expression: Expression): boolean {
  const known = new Map(Object.values(after).map((slot) => [slot, true]));
  return partsOf(expression, known).every(
    (part) => known.has(part) || part.kind !== 'name' || part.isRules,
  );
}

function evaluator({ after }: Trace, expression: Expression): (slots: Slots) => number {
  let now: Slots = {};
  const value = compute(
    expression,
    new Map(Object.entries(after).map(([slot, part]) => [part, () => now[slot]])),
  );
  return (slots) => {
    now = slots;
    return value();
  };
}

function agreementOf(
  { slots: starts }: Optimizer,
  trace: Trace,
  t: number,
): (slots: Slots) => number | null {
  const averages = Object.keys(starts).flatMap((slot) => {
    const average = averageOf(trace, slot, starts[slot]);
    return average === null ? [] : [{ slot, correction: 1 - average.base ** t, of: average.of }];
  });
  const mean = averages.find(({ of }) => of === 'gradient');
  const square = averages.find(({ of }) => of === 'square');
  if (mean === undefined || square === undefined) return () => null;
  return (slots) => {
    const size = slots[square.slot];
    if (size === 0) return 0;
    return Math.min(
      1,
      Math.abs(slots[mean.slot] / mean.correction) / Math.sqrt(size / square.correction),
    );
  };
}

function nameOf(expression: Expression): string {
  return expression.kind === 'name' ? expression.name : '';
}

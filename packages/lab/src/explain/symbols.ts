import type { Optimizer } from '@tsuno/core';
import { type Expression, partsOf } from './expression.ts';
import { printExpression } from './print-expression.ts';
import type { Symbols } from './terms.ts';
import type { Trace } from './trace-step.ts';

/** What gets a symbol and a line of its own, in the order in which it is made. */
export interface Named {
  readonly symbols: Symbols;
  readonly order: readonly { readonly expression: Expression; readonly slot: string | null }[];
}

/** What is used twice and is longer than this gets a symbol. */
const SHORT = 8;

/**
 * Accumulators have the symbols that the optimizer gives them, or their names; a longer part that is used more than once
 * has s. Before the step an accumulator is m in the line of the new m, and mₜ₋₁ where it occurs elsewhere.
 */
export function symbolsOf({ about, slots }: Optimizer, trace: Trace): Named {
  const { after, before, param } = trace;
  const symbols = new Map<Expression, string>();
  const slotOf = new Map<Expression, string>();
  for (const slot of Object.keys(slots)) {
    if (after[slot].kind !== 'operation') continue;
    symbols.set(after[slot], about[slot]?.symbol ?? slot);
    slotOf.set(after[slot], slot);
  }
  const roots = [...Object.values(after), param];
  const taken = new Set(symbols.values());
  const letters = ['s', 'q', 'h'].filter((letter) => !taken.has(letter));
  const shared = sharedParts(roots).filter(
    (part) => !symbols.has(part) && printExpression(part, symbols).length > SHORT,
  );
  shared.forEach((part, i) => {
    symbols.set(
      part,
      shared.length === 1 ? letters[0] : `${letters[0]}${'₁₂₃₄₅₆₇₈₉'[i] ?? `_${i}`}`,
    );
  });
  const order = inOrder(roots, symbols);
  for (const [slot, old] of Object.entries(before)) {
    const elsewhere = [...order, param].filter((each) => slotOf.get(each) !== slot);
    const isElsewhere = elsewhere.some((each) => ownParts(each, symbols).includes(old));
    if (isElsewhere) symbols.set(old, `${about[slot]?.symbol ?? slot}ₜ₋₁`);
  }
  return {
    symbols,
    order: order.map((expression) => ({ expression, slot: slotOf.get(expression) ?? null })),
  };
}

/** Operations that several others are made of. */
function sharedParts(roots: readonly Expression[]): readonly Expression[] {
  const users = new Map<Expression, number>();
  const visit = (expression: Expression) => {
    const count = (users.get(expression) ?? 0) + 1;
    users.set(expression, count);
    if (count === 1 && expression.kind === 'operation') expression.args.forEach(visit);
  };
  roots.forEach(visit);
  return [...users].flatMap(([expression, count]) =>
    count > 1 && expression.kind === 'operation' ? [expression] : [],
  );
}

/** Those with symbols, each after what it is made of. */
function inOrder(roots: readonly Expression[], symbols: Symbols): readonly Expression[] {
  const done = new Set<Expression>();
  const visit = (expression: Expression) => {
    if (done.has(expression)) return;
    if (expression.kind === 'operation') expression.args.forEach(visit);
    if (symbols.has(expression)) done.add(expression);
  };
  roots.forEach(visit);
  return [...done];
}

/** What a line's formula shows: parts with symbols are not looked into. */
function ownParts(expression: Expression, symbols: Symbols): readonly Expression[] {
  const rest = new Map(symbols);
  rest.delete(expression);
  return partsOf(expression, rest);
}

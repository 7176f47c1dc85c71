import type { Expression } from './expression.ts';
import { expressionArith } from './expression.ts';
import { factorsOf, type Symbols, type Term, termsOf } from './terms.ts';
import type { Trace } from './trace-step.ts';

/** A step that is −α_j times a direction. */
export interface OwnRate {
  readonly rate: Expression;
  /** What it multiplies: the gradient, or an accumulator such as the average of the gradients. */
  readonly direction: Expression;
  /** The term of Δw that it is; null where it is what the gradient adds to steps that are kept. */
  readonly term: Expression | null;
}

const k = expressionArith();

/**
 * The rate of the weight's own, read off the rule: where Δw is one product that holds the gradient or an accumulator, it
 * is all the rest of it. Where steps are kept (momentum), it is what the gradient enters them with.
 */
export function ownRate(trace: Trace, symbols: Symbols): OwnRate | null {
  const { direction, after } = trace;
  const moves = movesOf(trace, symbols);
  if (moves === null) return null;
  const accumulators = Object.values(after).filter((slot) => symbols.has(slot));
  if (moves.length === 1) {
    const [term] = moves;
    const { above } = factorsOf(term.of, symbols);
    const found = above.filter((factor) => factor === direction || accumulators.includes(factor));
    if (found.length === 1 && term.of !== found[0]) {
      return { rate: restOf(term, found[0], symbols), direction: found[0], term: term.of };
    }
  }
  const spelled = moves.flatMap((term) =>
    accumulators.includes(term.of)
      ? termsOf(term.of, without(symbols, term.of)).map(({ isNegative, of }) => ({
          isNegative: isNegative !== term.isNegative,
          of,
        }))
      : [term],
  );
  const holding = spelled.filter(({ of }) => factorsOf(of, symbols).above.includes(direction));
  if (holding.length !== 1 || spelled.some(({ of }) => !isProductOfOne(of, trace, symbols))) {
    return null;
  }
  return { rate: restOf(holding[0], direction, symbols), direction, term: null };
}

/** The terms of Δw but for the decay of the weight; null where the new weight is not the old one plus something. */
function movesOf({ param, weight }: Trace, symbols: Symbols): readonly Term[] | null {
  const terms = termsOf(param, symbols);
  const stays = terms.filter(({ of, isNegative }) => of === weight && !isNegative);
  if (stays.length !== 1) return null;
  return terms.filter(({ of }) => !factorsOf(of, symbols).above.includes(weight));
}

/** Whether a term is something times the gradient, or times an accumulator before or after the step. */
function isProductOfOne(
  of: Expression,
  { before, after, direction }: Trace,
  symbols: Symbols,
): boolean {
  const known = [direction, ...Object.values(before), ...Object.values(after)];
  return factorsOf(of, symbols).above.filter((factor) => known.includes(factor)).length === 1;
}

/** The term's product without one of its factors, turned round: Δw = −α_j·direction. */
function restOf(term: Term, factor: Expression, symbols: Symbols): Expression {
  const { isNegative, above, below } = factorsOf(term.of, symbols);
  const at = above.indexOf(factor);
  const product = (factors: readonly Expression[]) => factors.reduce((a, b) => k.mul(a, b));
  const others = above.filter((_, i) => i !== at);
  const top = others.length === 0 ? k.mul(1, 1) : product(others);
  const rest = below.length === 0 ? top : k.div(top, product(below));
  return isNegative !== term.isNegative ? rest : k.neg(rest);
}

function without(symbols: Symbols, expression: Expression): Symbols {
  const rest = new Map(symbols);
  rest.delete(expression);
  return rest;
}

import { type Expression, isOfRule } from './expression.ts';
import type { Trace } from './trace-step.ts';

/** An accumulator that is a moving average: s ← c·s + (1 − c)·x. */
export interface Average {
  /** c. */
  readonly base: number;
  /** x, where it is the gradient or its square. */
  readonly of: 'gradient' | 'square' | null;
}

/** Doubles: 1 − 0.1 is not quite 0.9. */
const TOLERANCE = 1e-12;

/** Reads off the rule whether an accumulator is a moving average that starts at 0. */
export function averageOf(trace: Trace, slot: string, start: number): Average | null {
  const after = trace.after[slot];
  const base = slopeIn(after, (part) => part === trace.before[slot]);
  if (start !== 0 || base === null || !(base > 0 && base < 1)) return null;
  const isGradient = (part: Expression) => part === trace.direction;
  const isSquare = (part: Expression) =>
    part.kind === 'operation' &&
    ((part.op === 'square' && isGradient(part.args[0])) ||
      (part.op === 'mul' && part.args.every(isGradient)));
  const rest = (slope: number | null) => slope !== null && Math.abs(slope - (1 - base)) < TOLERANCE;
  const of = rest(slopeIn(after, isGradient))
    ? 'gradient'
    : rest(slopeIn(after, isSquare))
      ? 'square'
      : null;
  return { base, of };
}

/** What an accumulator adds of the gradient's square to itself: a sum of squares. */
export function isSumOfSquares(trace: Trace, slot: string): boolean {
  const after = trace.after[slot];
  const isOld = (part: Expression) => part === trace.before[slot];
  const isSquare = (part: Expression) =>
    part.kind === 'operation' && part.op === 'square' && part.args[0] === trace.direction;
  return slopeIn(after, isOld) === 1 && slopeIn(after, isSquare) === 1;
}

/** How much an expression grows with one of its parts, where that is the same everywhere; null where it is not. */
function slopeIn(expression: Expression, isPart: (part: Expression) => boolean): number | null {
  if (isPart(expression)) return 1;
  if (expression.kind !== 'operation') return 0;
  const { op, args } = expression;
  const slopes = args.map((arg) => slopeIn(arg, isPart));
  if (slopes.every((slope) => slope === 0)) return 0;
  const [a, b] = slopes;
  if (a === null || b === null) return null;
  if (op === 'add') return a + b;
  if (op === 'sub') return a - b;
  if (op === 'neg') return -a;
  const [x, y] = args;
  if (op === 'mul' && isOfRule(y)) return a * y.value;
  if (op === 'mul' && isOfRule(x)) return b * x.value;
  return op === 'div' && isOfRule(y) ? a / y.value : null;
}

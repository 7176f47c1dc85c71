import type { Expression } from './expression.ts';

/** Expressions that have a symbol of their own: they are not looked into. */
export type Symbols = ReadonlyMap<Expression, string>;

/** A sum's part, with its sign. */
export interface Term {
  readonly isNegative: boolean;
  readonly of: Expression;
}

/** A product or quotient: `±(a·b·…) / (c·d·…)`. */
export interface Product {
  readonly isNegative: boolean;
  readonly above: readonly Expression[];
  readonly below: readonly Expression[];
}

/** What an expression adds up; without what adds nothing. */
export function termsOf(expression: Expression, symbols: Symbols): readonly Term[] {
  const one = [{ isNegative: false, of: expression }];
  if (expression.kind !== 'operation' || symbols.has(expression)) {
    return isZero(expression) ? [] : one;
  }
  const { op, args } = expression;
  const turned = (terms: readonly Term[]) =>
    terms.map(({ isNegative, of }) => ({ isNegative: !isNegative, of }));
  if (op === 'add') return args.flatMap((arg) => termsOf(arg, symbols));
  if (op === 'sub') return [...termsOf(args[0], symbols), ...turned(termsOf(args[1], symbols))];
  if (op === 'neg') return turned(termsOf(args[0], symbols));
  return op === 'mul' && args.some(isZero) ? [] : one;
}

/** What an expression multiplies and divides by; without what changes nothing. */
export function factorsOf(expression: Expression, symbols: Symbols): Product {
  const one = { isNegative: false, above: [expression], below: [] };
  if (isOne(expression)) return { ...one, above: [] };
  if (expression.kind !== 'operation' || symbols.has(expression)) return one;
  const { op, args } = expression;
  if (op === 'neg') {
    const inner = factorsOf(args[0], symbols);
    return { ...inner, isNegative: !inner.isNegative };
  }
  if (op === 'add' || op === 'sub') {
    const terms = termsOf(expression, symbols);
    if (terms.length !== 1 || terms[0].of === expression) return one;
    const inner = factorsOf(terms[0].of, symbols);
    return { ...inner, isNegative: inner.isNegative !== terms[0].isNegative };
  }
  if (op !== 'mul' && op !== 'div') return one;
  const [a, b] = args.map((arg) => factorsOf(arg, symbols));
  const isNegative = a.isNegative !== b.isNegative;
  return op === 'mul'
    ? { isNegative, above: [...a.above, ...b.above], below: [...a.below, ...b.below] }
    : { isNegative, above: [...a.above, ...b.below], below: [...a.below, ...b.above] };
}

function isZero(expression: Expression): boolean {
  return expression.kind === 'constant' && expression.value === 0;
}

function isOne(expression: Expression): boolean {
  return expression.kind === 'constant' && expression.value === 1;
}

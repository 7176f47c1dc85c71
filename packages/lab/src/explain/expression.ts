import { type Arith, float64Arith } from '@tsuno/core';

type Operation = keyof Arith<number>;

/** A number that knows how it came about: a name, a constant, or an operation on others. Its value is exact. */
export type Expression =
  | {
      readonly kind: 'name';
      readonly name: string;
      readonly value: number;
      /** Whether it is the rule's (α, β₁), the same for all weights, and not the weight's (g, m). */
      readonly isRules: boolean;
    }
  | { readonly kind: 'constant'; readonly value: number }
  | {
      readonly kind: 'operation';
      readonly op: Operation;
      readonly args: readonly Expression[];
      readonly value: number;
    };

/** A number of the rule: `β₁`. */
export function ruleNumber(name: string, value: number): Expression {
  return { kind: 'name', name, value, isRules: true };
}

/** A number of the weight: `g`, `m`. */
export function weightNumber(name: string, value: number): Expression {
  return { kind: 'name', name, value, isRules: false };
}

/** Whether it is made of the rule's numbers alone, and so the same for all weights. */
export function isOfRule(expression: Expression): boolean {
  if (expression.kind === 'name') return expression.isRules;
  return expression.kind === 'constant' || expression.args.every(isOfRule);
}

export function constant(value: number): Expression {
  return { kind: 'constant', value };
}

/** The same with a value that was computed in another order, and so may differ in its last bits. */
export function withValue(expression: Expression, value: number): Expression {
  return { ...expression, value };
}

/**
 * Arithmetic that remembers: a rule that runs on it computes in doubles and leaves its formula. `read` says what a plain
 * number in the rule is.
 */
export function expressionArith(read: (value: number) => Expression = constant): Arith<Expression> {
  const of = (a: Expression | number) => (typeof a === 'number' ? read(a) : a);
  const apply =
    (op: Operation) =>
    (...given: readonly (Expression | number)[]): Expression => {
      const args = given.map(of);
      const compute = float64Arith[op] as (...numbers: readonly number[]) => number;
      return { kind: 'operation', op, args, value: compute(...args.map(({ value }) => value)) };
    };
  const operations = Object.keys(float64Arith).map((op) => [op, apply(op as Operation)]);
  return Object.freeze(Object.fromEntries(operations)) as Arith<Expression>;
}

/** Everything that an expression is made of, itself first; what `known` holds is not looked into. */
export function partsOf(
  expression: Expression,
  known: ReadonlyMap<Expression, unknown> = new Map(),
): readonly Expression[] {
  if (expression.kind !== 'operation') return [expression];
  return [
    expression,
    ...expression.args.flatMap((arg) => (known.has(arg) ? [arg] : partsOf(arg, known))),
  ];
}

/** Computes an expression again with other values in place of some of its parts. */
export function compute(
  expression: Expression,
  values: ReadonlyMap<Expression, () => number>,
): () => number {
  const given = values.get(expression);
  if (given !== undefined) return given;
  if (expression.kind !== 'operation') return () => expression.value;
  const args = expression.args.map((arg) => compute(arg, values));
  const operate = float64Arith[expression.op] as (...numbers: readonly number[]) => number;
  const [a, b] = args;
  if (args.length === 1) return () => operate(a());
  if (args.length === 2) return () => operate(a(), b());
  return () => operate(...args.map((arg) => arg()));
}

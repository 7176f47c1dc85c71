import type { Optimizer } from '@tsuno/core';
import { constant, type Expression, expressionArith, ruleNumber } from './expression.ts';
import { letterOf } from './letters.ts';

const k = expressionArith();

/** The numbers of a rule's own options, by letter: β₁, ε. Those of the handling are not the rule's. */
export function ruleOptions({
  config,
  about,
  slots,
  handling,
}: Pick<Optimizer, 'config' | 'about' | 'slots' | 'handling'>): readonly Expression[] {
  const optionSymbol = (option: string) =>
    (option in slots ? undefined : about[option]?.symbol) ?? letterOf(option);
  return Object.entries(config).flatMap(([option, value]) =>
    typeof value === 'number' && option !== 'learningRate' && !(option in handling)
      ? [ruleNumber(optionSymbol(option), value)]
      : [],
  );
}

/**
 * What a number in a rule is: an option or 1 − option, where exactly one of them has this value, and otherwise the number
 * itself. Whole numbers are themselves: 1 is more often one than a momentum of 1.
 */
export function readConstant(value: number, options: readonly Expression[]): Expression {
  if (Number.isInteger(value)) return constant(value);
  const found = options.flatMap((option) =>
    formsOf(option).flatMap((form, at) => (form.value === value ? [{ form, option, at }] : [])),
  );
  if (found.length === 0) return constant(value);
  const [{ form, option, at }] = found;
  if (found.length === 1) return form;
  // Of two options of one value nobody can tell which it is, but that it is 1 − 0.9.
  const isOneForm = found.every((each) => each.at === at && each.option.value === option.value);
  return isOneForm ? formsOf(constant(option.value))[at] : constant(value);
}

/** A number as rules use it: as it is, turned round, what is left of 1, twice. */
export function formsOf(x: Expression): readonly Expression[] {
  return [x, k.neg(x), k.sub(1, x), k.mul(2, x)];
}

/** The same forms, found by a stand-in for the number: which of them has made `seen` of `standIn`? */
export function readStandIn(seen: number, standIn: number, x: Expression): Expression | null {
  const at = formsOf(ruleNumber('', standIn)).findIndex(({ value }) => value === seen);
  return at < 0 ? null : formsOf(x)[at];
}

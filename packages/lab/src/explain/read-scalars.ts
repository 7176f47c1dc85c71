import type { Optimizer } from '@tsuno/core';
import { constant, type Expression, expressionArith, ruleNumber } from './expression.ts';
import { readConstant, ruleOptions } from './read-constants.ts';

type Numbers = Readonly<Record<string, number>>;

/** What a step's scalars and running products are, in letters; null for what cannot be told. */
export interface ScalarReading {
  /** For a running product that is cᵗ its c. */
  readonly bases: Readonly<Record<string, number>>;
  /** A scalar as an expression of α, the options and the running products at these values. */
  read(name: string, learningRate: number, carry: Numbers): Expression | null;
}

const k = expressionArith();
/** Any numbers will do, as long as nobody would choose them. */
const SAMPLES = [0.3183098861, 0.6217153731, 0.1597532864, 0.4463215209];
const STEPS = 5;
/** The same formula in another order differs in its last bits. */
const TOLERANCE = 1e-12;

/**
 * Finds out what the scalars of an optimizer are by asking it: `scalars` and `advance` are pure functions, so a formula
 * that holds at several places chosen at will is theirs. Tried are products of α, an option and powers of 1 − (a running
 * product), which bias corrections are.
 */
export function readScalars(optimizer: Optimizer): ScalarReading {
  const options = ruleOptions(optimizer);
  const bases = basesOf(optimizer);
  const places = SAMPLES.map((learningRate, i) => ({
    learningRate,
    carry: mapValues(
      optimizer.carry,
      (_, at) => SAMPLES[(i + at + 1) % SAMPLES.length] ** (at + 1),
    ),
  }));
  const given = places.map(({ learningRate, carry }) =>
    optimizer.scalars(learningRate, carry as never, STEPS),
  ) as readonly Numbers[];
  const formulas = candidates(options, bases);
  const isSame = (a: number, b: number) => Math.abs(a - b) <= TOLERANCE * Math.abs(b);
  const find = (name: string): Formula | undefined => {
    const values = given.map((scalars) => scalars[name]);
    if (values.every((value) => value === values[0])) return () => readConstant(values[0], options);
    return formulas.find((formula) =>
      places.every((place, i) => isSame(formula(place.learningRate, place.carry).value, values[i])),
    );
  };
  const found = new Map(Object.keys(given[0]).map((name) => [name, find(name)]));
  return { bases, read: (name, ...at) => found.get(name)?.(...at) ?? null };
}

type Formula = (learningRate: number, carry: Numbers) => Expression;

/** The simplest first. */
function candidates(options: readonly Expression[], bases: Numbers): readonly Formula[] {
  const starts: readonly Formula[] = [
    (learningRate) => ruleNumber('α', learningRate),
    ...options.flatMap((option): readonly Formula[] => [
      () => option,
      (learningRate) => k.mul(ruleNumber('α', learningRate), option),
    ]),
  ];
  const symbol = (name: string) => powerSymbol(bases[name], options);
  const powers = Object.keys(bases).map((name): readonly ((carry: Numbers) => Correction)[] => {
    const rest = (carry: Numbers) => k.sub(1, ruleNumber(symbol(name), carry[name]));
    return [
      () => ({}),
      (carry) => ({ below: rest(carry) }),
      (carry) => ({ above: k.sqrt(rest(carry)) }),
      (carry) => ({ above: rest(carry) }),
      (carry) => ({ below: k.sqrt(rest(carry)) }),
    ];
  });
  const combined = powers.reduce<readonly ((carry: Numbers) => readonly Correction[])[]>(
    (lists, own) =>
      lists.flatMap((list) => own.map((one) => (carry: Numbers) => [...list(carry), one(carry)])),
    [() => []],
  );
  return combined.flatMap((corrections) =>
    starts.map(
      (start): Formula =>
        (learningRate, carry) => {
          const all = corrections(carry);
          const above = all.flatMap((each) => each.above ?? []);
          const below = all.flatMap((each) => each.below ?? []);
          const top = above.reduce((a, b) => k.mul(a, b), start(learningRate, carry));
          return below.reduce((a, b) => k.div(a, b), top);
        },
    ),
  );
}

interface Correction {
  readonly above?: Expression;
  readonly below?: Expression;
}

/** The running products that are cᵗ. */
function basesOf({ carry: start, advance }: Optimizer): Numbers {
  const runs: Numbers[] = [start];
  for (let step = 1; step <= STEPS; step++) runs.push(advance(runs[step - 1] as never, step));
  return Object.fromEntries(
    Object.keys(start).flatMap((name) => {
      const base = runs[1][name];
      const isPower = runs.every(
        (run, t) => Math.abs(run[name] - base ** t) <= TOLERANCE * base ** t,
      );
      return isPower ? [[name, base]] : [];
    }),
  );
}

/** `β₁ᵗ`; `0.9ᵗ` where no option, or more than one, is this number. */
export function powerSymbol(base: number, options: readonly Expression[]): string {
  const read = readConstant(base, options);
  return `${read.kind === 'name' ? read.name : base}ᵗ`;
}

/** 1 − cᵗ for the running product that is cᵗ; null where there is none. */
export function correctionFor(
  base: number,
  optimizer: Optimizer,
  { bases }: ScalarReading,
  carry: Numbers,
): Expression | null {
  const name = Object.keys(bases).find((each) => Math.abs(bases[each] - base) <= TOLERANCE);
  if (name === undefined || base === 0) return null;
  return k.sub(
    constant(1),
    ruleNumber(powerSymbol(bases[name], ruleOptions(optimizer)), carry[name]),
  );
}

function mapValues(
  record: Numbers,
  f: (value: number, at: number) => number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value], at) => [name, f(value, at)]),
  );
}

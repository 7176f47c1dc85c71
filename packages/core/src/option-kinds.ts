import { OptionError } from './errors.ts';
import { didYouMean } from './names.ts';
import { type Interval, isInInterval } from './options.ts';
import { show } from './show.ts';

/**
 * One option of a factory: what it takes, and what it is when it is left out. `Given` is what callers may give, `Value`
 * what becomes of it.
 */
export interface Option<Given = unknown, Value = Given> {
  /** What it takes, as the end of "must be …": `a number in [0, 1)`. */
  readonly takes: string;
  /** The same of many, after "a list of": `numbers in [0, 1)`. */
  readonly plural?: string;
  readonly isRequired: boolean;
  /** What it is when it is left out. */
  readonly preset: Given | undefined;
  /** Whether it takes numbers that need not be whole: formats that tell 1.0 from 1 write the former. */
  readonly isFloat?: boolean;
  /** The value that is meant; `undefined` refuses what was given, and so does an error of its own. */
  read(given: unknown, who: string, option: string): Value | undefined;
  /** A further sentence for the error. */
  hint?(given: unknown): string;
}

/** An option that has to be given. */
export interface RequiredOption<Given = unknown, Value = Given> extends Option<Given, Value> {
  readonly isRequired: true;
}

/** The error for a value that an option does not take: `Adam: beta2 must be a number in [0, 1), got 1.` */
export function refused(option: Option, given: unknown, who: string, name: string): OptionError {
  const hint = option.hint?.(given) ?? '';
  return new OptionError(`${who}: ${name} must be ${option.takes}, got ${show(given)}.${hint}`);
}

/** Without a preset an option is required. */
export type Made<Given, Value, Preset extends readonly unknown[]> = Preset extends []
  ? RequiredOption<Given, Value>
  : Option<Given, Value>;

/**
 * An option of a kind that is not here; `read` gives the value that is meant, or `undefined`.
 *
 * @example
 * import { declareOptions, option } from 'tsuno/core';
 *
 * const odd = {
 *   takes: 'an odd number',
 *   read: (given: unknown) => (Number(given) % 2 === 1 ? Number(given) : undefined),
 * };
 * const declared = declareOptions('Stripes', { width: option.kind<number, number, [number]>(odd, 3) });
 * console.assert(declared.read([{ width: 5 }]).config.width === 5);
 */
/* @__NO_SIDE_EFFECTS__ */
export function kind<Given, Value = Given, Preset extends readonly [preset?: Given] = []>(
  about: Pick<Option<Given, Value>, 'takes' | 'plural' | 'isFloat' | 'read' | 'hint'>,
  ...preset: Preset
): Made<Given, Value, Preset> {
  const made = { ...about, isRequired: preset.length === 0, preset: preset[0] };
  return made as unknown as Made<Given, Value, Preset>;
}

/** A number in an interval, of those that float32 can hold: that is where all of them end up. */
/* @__NO_SIDE_EFFECTS__ */
export function number<Preset extends readonly [preset?: number]>(
  interval: Interval,
  ...preset: Preset
): Made<number, number, Preset> {
  const fits = (given: unknown) => Number.isFinite(Math.fround(given as number));
  return kind(
    {
      takes: `a number in ${interval}`,
      plural: `numbers in ${interval}`,
      isFloat: true,
      read: (given) => (isInInterval(given, interval) && fits(given) ? given : undefined),
      hint: (given) => (isInInterval(given, interval) ? ' It is beyond the range of float32.' : ''),
    },
    ...preset,
  );
}

/** A whole number in an interval, `'[1, ∞)'`. */
/* @__NO_SIDE_EFFECTS__ */
export function whole<Preset extends readonly [preset?: number]>(
  interval: Interval,
  ...preset: Preset
): Made<number, number, Preset> {
  const least = /^\[(.*), ∞\)$/.exec(interval)?.[1];
  const range = least === undefined ? `in ${interval}` : `of at least ${least}`;
  const takes = interval === '(-∞, ∞)' ? 'a whole number' : `a whole number ${range}`;
  const plural = takes.replace('a whole number', 'whole numbers');
  const read = (given: unknown) =>
    Number.isSafeInteger(given) && isInInterval(given, interval) ? given : undefined;
  return kind({ takes, plural, read }, ...preset);
}

/** `true` or `false`. */
/* @__NO_SIDE_EFFECTS__ */
export function boolean<Preset extends readonly [preset?: boolean]>(
  ...preset: Preset
): Made<boolean, boolean, Preset> {
  const read = (given: unknown) => (typeof given === 'boolean' ? given : undefined);
  return kind({ takes: 'true or false', read }, ...preset);
}

/** One of a few words or numbers. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOf<
  const Word extends string | number | boolean,
  Preset extends readonly [preset?: NoInfer<Word>],
>(words: readonly Word[], ...preset: Preset): Made<Word, Word, Preset> {
  return kind(
    {
      takes: words.length === 1 ? show(words[0]) : `one of ${words.map(show).join(', ')}`,
      read: (given) => words.find((word) => word === given),
      hint: (given) => (typeof given === 'string' ? didYouMean(given, words.map(String)) : ''),
    },
    ...preset,
  );
}

/** A text that is not empty. */
/* @__NO_SIDE_EFFECTS__ */
export function text<Preset extends readonly [preset?: string]>(
  ...preset: Preset
): Made<string, string, Preset> {
  const read = (given: unknown) =>
    typeof given === 'string' && given.trim() !== '' ? given : undefined;
  return kind({ takes: 'a non-empty string', read }, ...preset);
}

/** A function. */
/* @__NO_SIDE_EFFECTS__ */
export function callable<F extends (...given: never[]) => unknown>(): RequiredOption<F> {
  const isClass = (given: unknown) => /^class\b/.test(Function.prototype.toString.call(given));
  const read = (given: unknown) =>
    typeof given === 'function' && !isClass(given) ? (given as F) : undefined;
  return kind<F, F>({ takes: 'a function', read });
}

/** A list of values of one kind. What was given is copied, so that it may change later. */
/* @__NO_SIDE_EFFECTS__ */
export function list<Given, Value, Preset extends readonly [preset?: readonly Given[]]>(
  each: Option<Given, Value>,
  ...preset: Preset
): Made<readonly Given[], readonly Value[], Preset> {
  const read = (given: unknown, who: string, option: string) => {
    if (!Array.isArray(given)) return undefined;
    const values: Value[] = [];
    // By number, not by `map`: a hole in a list is no value. The first wrong one ends it, however long the list is.
    for (let index = 0; index < given.length; index++) {
      const place = `${option}[${index}]`;
      const value = each.read(given[index], who, place);
      if (value === undefined) throw refused(each, given[index], who, place);
      values.push(value);
    }
    return Object.freeze(values);
  };
  return kind(
    {
      takes: `a list of ${each.plural ?? `which each is ${each.takes}`}`,
      isFloat: each.isFloat,
      read,
    },
    ...preset,
  );
}

/** A value, or a list of such. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOrList<
  Given,
  Value,
  Preset extends readonly [preset?: Given | readonly Given[]],
>(
  each: Option<Given, Value>,
  ...preset: Preset
): Made<Given | readonly Given[], Value | readonly Value[], Preset> {
  const many = list(each);
  const read = (given: unknown, who: string, option: string) =>
    Array.isArray(given) ? many.read(given, who, option) : each.read(given, who, option);
  const { takes, isFloat } = each;
  return kind({ takes: `${takes} or a list of such`, isFloat, read }, ...preset);
}

/** What `option` takes, but no empty list. */
/* @__NO_SIDE_EFFECTS__ */
export function filled<O extends Option>(option: O): O {
  return {
    ...option,
    read: (given, who, name) =>
      Array.isArray(given) && given.length === 0 ? undefined : option.read(given, who, name),
  };
}

/** What `option` takes, or null; when it is left out, and has no preset, it is null. */
/* @__NO_SIDE_EFFECTS__ */
export function orNull<Given, Value>(
  option: Option<Given, Value>,
): Option<Given | null, Value | null> {
  return {
    ...option,
    isRequired: false,
    preset: option.isRequired ? null : option.preset,
    read: (given, who, name) => (given === null ? null : option.read(given, who, name)),
  };
}

/** What `option` takes; it may be left out, and then it is `undefined`. */
/* @__NO_SIDE_EFFECTS__ */
export function optional<Given, Value>(
  option: Option<Given, Value>,
): Option<Given | undefined, Value | undefined> {
  return { ...option, isRequired: false, preset: undefined };
}

/** A seed: any whole number. Left out, the model's own seed decides. */
/* @__NO_SIDE_EFFECTS__ */
export function seed(): Option<number | undefined> {
  return optional(whole('(-∞, ∞)'));
}

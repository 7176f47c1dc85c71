import { OptionError } from './errors.ts';
import { didYouMean } from './names.ts';
import { isPlainObject, plainObjectHint } from './plain-object.ts';
import { show } from './show.ts';

/** An interval in the notation of the textbooks: `'[0, 1)'`, `'(0, ∞)'`. */
export type Interval = `${'[' | '('}${number | '-∞'}, ${number | '∞'}${']' | ')'}`;

/**
 * Refuses options whose names are not known; `hints` are sentences about some that people look for.
 *
 * @throws OptionError naming the nearest known option.
 */
export function refuseUnknownOptions(
  who: string,
  given: object,
  known: readonly string[],
  hints: Readonly<Record<string, string>> = {},
): void {
  requireNamedOptions(who, [given]);
  const option = Object.keys(given).find((name) => !known.includes(name));
  if (option === undefined) return;
  if (Object.hasOwn(hints, option)) throw new OptionError(`${who}: ${hints[option]}`);
  const list = known.length === 0 ? 'It takes no options.' : `Its options are ${known.join(', ')}.`;
  throw new OptionError(`${who}: unknown option "${option}".${didYouMean(option, known)} ${list}`);
}

/**
 * Refuses what is no object of options: taking a number apart gives every option its default, in silence. Factories hand
 * in their `arguments`.
 *
 * @throws OptionError `SGD: options have names, SGD({ … }), got 0.5.`
 */
export function requireNamedOptions(who: string, given: ArrayLike<unknown>): void {
  const [options = {}, ...more] = Array.from(given);
  if (isPlainObject(options) && more.length === 0) return;
  const got = [options, ...more].map(show).join(', ');
  throw new OptionError(
    `${who}: options have names, ${who}({ … }), got ${got}.${plainObjectHint(options)}`,
  );
}

/**
 * Refuses options that are not numbers in `interval`.
 *
 * @throws OptionError `Adam: beta2 must be in [0, 1), got 1.`
 */
export function requireInterval(
  who: string,
  options: Readonly<Record<string, unknown>>,
  interval: Interval,
): void {
  for (const [option, value] of Object.entries(options)) {
    if (isInInterval(value, interval)) continue;
    throw new OptionError(`${who}: ${option} must be a number in ${interval}, got ${show(value)}.`);
  }
}

export function isInInterval(value: unknown, interval: Interval): value is number {
  const [low, high] = interval.slice(1, -1).replaceAll('∞', 'Infinity').split(', ').map(Number);
  return (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (interval.startsWith('[') ? value >= low : value > low) &&
    (interval.endsWith(']') ? value <= high : value < high)
  );
}

/** Refuses options that are not whole numbers from `least` on. */
export function requireWhole(
  who: string,
  options: Readonly<Record<string, unknown>>,
  least: number,
): void {
  for (const [option, value] of Object.entries(options)) {
    if (!Number.isSafeInteger(value) || (value as number) < least) {
      throw new OptionError(
        `${who}: ${option} must be a whole number of at least ${least}, got ${show(value)}.`,
      );
    }
  }
}

/** Refuses options that are neither `true` nor `false`. */
export function requireBoolean(who: string, options: Readonly<Record<string, unknown>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (typeof value !== 'boolean') {
      throw new OptionError(`${who}: ${option} must be true or false, got ${show(value)}.`);
    }
  }
}

/** Refuses options that are not one of the `allowed` words. */
export function requireOneOf(
  who: string,
  options: Readonly<Record<string, unknown>>,
  allowed: readonly (string | number | boolean)[],
): void {
  for (const [option, value] of Object.entries(options)) {
    if (!allowed.includes(value as string)) {
      const hint = typeof value === 'string' ? didYouMean(value, allowed.map(String)) : '';
      throw new OptionError(
        `${who}: ${option} must be one of ${allowed.map(show).join(', ')}, got ${show(value)}.${hint}`,
      );
    }
  }
}

/** Refuses a name that is given and is not a word. */
export function requireName(who: string, name: unknown): void {
  if (name !== undefined && (typeof name !== 'string' || name.trim() === '')) {
    throw new OptionError(`${who}: name must be a non-empty string, got ${show(name)}.`);
  }
}

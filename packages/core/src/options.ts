import { OptionError } from './errors.ts';
import { didYouMean } from './names.ts';
import { isPlainObject, plainObjectHint } from './plain-object.ts';
import { show } from './show.ts';

/** An interval in the notation of the textbooks: `'[0, 1)'`, `'(0, ∞)'`. */
export type Interval = `${'[' | '('}${number | '-∞'}, ${number | '∞'}${']' | ')'}`;

/**
 * Refuses options whose names are not known.
 * Factories collect what they do not know with `...unknown` and hand it in here.
 *
 * @throws OptionError naming the nearest known option.
 */
export function refuseUnknownOptions(who: string, unknown: object, known: readonly string[]): void {
  requireNamedOptions(who, [unknown]);
  for (const option of Object.keys(unknown)) {
    const list =
      known.length === 0 ? 'It takes no options.' : `Its options are ${known.join(', ')}.`;
    throw new OptionError(
      `${who}: unknown option "${option}".${didYouMean(option, known)} ${list}`,
    );
  }
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
  const [low, high] = interval.slice(1, -1).replaceAll('∞', 'Infinity').split(', ').map(Number);
  for (const [option, value] of Object.entries(options)) {
    const inside =
      typeof value === 'number' &&
      Number.isFinite(value) &&
      (interval.startsWith('[') ? value >= low : value > low) &&
      (interval.endsWith(']') ? value <= high : value < high);
    if (!inside) {
      throw new OptionError(
        `${who}: ${option} must be a number in ${interval}, got ${show(value)}.`,
      );
    }
  }
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

import { OptionError } from './errors.ts';
import { show } from './show.ts';

/**
 * Whether a value is an object as it is written in braces or read from JSON: no list or iterable,
 * no Map, Promise or other instance of a class.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (Symbol.iterator in value || Symbol.asyncIterator in value) return false;
  const prototype = Object.getPrototypeOf(value);
  // That of another realm's objects (a frame, a worker, a test) is another object, with nothing above it either.
  return (
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'hasOwnProperty'))
  );
}

/** What to do about something that was given in place of a plain object: the end of a sentence that shows it. */
export function plainObjectHint(value: unknown): string {
  if (typeof (value as { then?: unknown } | null)?.then === 'function')
    return ' Is an await missing?';
  return value instanceof Map ? ' Object.fromEntries(map) makes an object of it.' : '';
}

/**
 * Refuses options that are no plain object: taken apart, anything else would give every option its default, in silence.
 *
 * @throws OptionError `fit: options go into an object, such as { batchSize: 32 }, got 32.`
 */
export function requireOptions(who: string, options: unknown, example = '{ batchSize: 32 }'): void {
  if (isPlainObject(options)) return;
  throw new OptionError(
    `${who}: options go into an object, such as ${example}, got ${show(options)}.${plainObjectHint(options)}`,
  );
}

/**
 * Refuses arguments beyond those of `signature`, which would be ignored in silence.
 *
 * @throws OptionError `add: call it as add(layer); argument 2, Dense(…), is one too many.`
 */
export function refuseFurther(signature: string, given: ArrayLike<unknown>): void {
  const [who, names] = signature.slice(0, -1).split('(');
  const most = names === '' ? 0 : names.split(',').length;
  if (given.length <= most) return;
  throw new OptionError(
    `${who}: call it as ${signature}; argument ${most + 1}, ${show(given[most])}, is one too many.`,
  );
}

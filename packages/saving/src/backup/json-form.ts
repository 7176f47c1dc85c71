import { DataError, isPlainObject, OptionError, type StateValue, show } from '@tsuno/core';

/** Nobody nests this deep but in a circle. */
const DEEPEST = 100;

/** What JSON cannot hold stands in it as an object with this one key. */
const TAG = '$';

const NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

/**
 * A plain value as JSON can hold it; its Float32Arrays are added to `arrays`. Finite doubles are exact in JSON as they are.
 *
 * @throws OptionError for what is no plain value, with its place.
 */
export function toJsonForm(value: unknown, arrays: Float32Array[]): unknown {
  const form = (part: unknown, path: string, depth: number): unknown => {
    if (part === null || typeof part === 'boolean' || typeof part === 'string') return part;
    if (typeof part === 'number') {
      const name = Object.is(part, -0) ? '-0' : String(part);
      return Object.hasOwn(NUMBERS, name) ? { [TAG]: name } : part;
    }
    if (part instanceof Float32Array) {
      arrays.push(part);
      return { [TAG]: part.length };
    }
    if (depth > DEEPEST) throw refused(path, 'is nested too deeply, or contains itself');
    if (Array.isArray(part)) {
      return Array.from(part, (item, index) => form(item, `${path}[${index}]`, depth + 1));
    }
    if (!isPlainObject(part)) throw refused(path, `is ${show(part)}`);
    const entries = Object.entries(part).map(([name, item]) => {
      return [name, form(item, path === '' ? name : `${path}.${name}`, depth + 1)] as const;
    });
    return Object.hasOwn(part, TAG) ? { [TAG]: entries } : Object.fromEntries(entries);
  };
  return form(value, '', 0);
}

function refused(path: string, what: string): OptionError {
  return new OptionError(
    `fit: a backup cannot hold ${path || 'a value'}, which ${what}. It takes null, true and false, numbers, text, Float32Arrays, and lists and plain objects of these.`,
  );
}

/**
 * The value again; `floats` are the bytes of its arrays, one after the other.
 *
 * @throws DataError for what `toJsonForm` does not give.
 */
export function fromJsonForm(json: unknown, floats: Uint8Array): StateValue {
  let at = 0;
  const take = (length: number) => {
    const end = at + 4 * length;
    if (!Number.isSafeInteger(length) || length < 0 || end > floats.length) {
      throw new DataError(`it holds no array of ${show(length)} numbers`);
    }
    const values = new Float32Array(floats.slice(at, end).buffer);
    at = end;
    return values;
  };
  const value = (part: unknown, depth: number): StateValue => {
    if (typeof part !== 'object' || part === null) return part as StateValue;
    if (depth > DEEPEST) throw new DataError('it is nested too deeply');
    if (Array.isArray(part)) return part.map((item) => value(item, depth + 1));
    if (!Object.hasOwn(part, TAG)) return object(Object.entries(part), depth);
    const tagged = (part as Readonly<Record<string, unknown>>)[TAG];
    if (typeof tagged === 'number') return take(tagged);
    if (Array.isArray(tagged)) return object(tagged, depth);
    if (typeof tagged === 'string' && Object.hasOwn(NUMBERS, tagged)) return NUMBERS[tagged];
    throw new DataError(`${show(tagged)} stands for no value`);
  };
  const object = (entries: readonly unknown[], depth: number) =>
    Object.fromEntries(
      entries.map((entry) => {
        const [name, item] = Array.isArray(entry) ? entry : [];
        if (typeof name !== 'string') throw new DataError('it holds an object without names');
        return [name, value(item, depth + 1)] as const;
      }),
    );
  return value(json, 0);
}

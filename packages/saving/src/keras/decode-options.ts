import {
  type Description,
  type DescriptionType,
  OptionError,
  show,
  UnsupportedError,
} from '@tsuno/core';
import type { FileOptions } from './call-factory.ts';
import type { Deviation } from './deviations.ts';
import { isKerasObject, type KerasObject, MODULES, plainValue } from './keras-object.ts';
import { camelCase } from './key-names.ts';
import { PythonFloat } from './python-json.ts';

/** Decodes what stands in an option: an object of Keras's, or the name of an activation. */
export type DecodeInner = (
  given: KerasObject | string,
  type: DescriptionType,
  place: string,
) => Description;

/**
 * Keras's config as our options. What has no meaning for us is left out.
 *
 * @throws UnsupportedError for options of Keras's with another value than the only one that we can do.
 */
export function decodeOptions(
  who: string,
  given: Readonly<Record<string, unknown>>,
  { keys = {}, only = {}, tolerated = {}, meaningless = [], read = (same) => same }: Deviation,
  place: string,
  decodeInner: DecodeInner,
): FileOptions {
  const options = new Map<string, { readonly key: string; readonly value: unknown }>();
  const names = new Map(Object.entries(keys).map(([option, key]) => [key, option]));
  const limits = new Map(Object.entries({ ...tolerated, ...only }));
  const { dtype: _, ...config } = read(given);
  for (const [key, value] of Object.entries(config)) {
    if (value === undefined || meaningless.includes(key)) continue;
    const allowed = limits.get(key);
    if (allowed?.includes(value)) continue;
    if (allowed !== undefined) {
      throw new UnsupportedError(
        `${who}: ${place} has ${key}: ${show(value)}; Tsuno only has ${allowed.map(show).join(' or ')}.`,
      );
    }
    const option = names.get(key) ?? camelCase(key);
    const before = options.get(option);
    if (before !== undefined) {
      throw new OptionError(`${who}: ${place} has ${option} twice, as ${before.key} and ${key}.`);
    }
    const inner = decodeValue(value, key, `${place}: ${key}`, decodeInner);
    options.set(option, { key, value: inner });
  }
  return options;
}

function decodeValue(
  given: unknown,
  key: string,
  place: string,
  decodeInner: DecodeInner,
): unknown {
  if (given instanceof PythonFloat) return given.value;
  const value = plainValue(given);
  if (isKerasObject(value)) return decodeInner(value, typeOf(value, key), place);
  if (typeof value === 'string' && key === 'activation') {
    return decodeInner(value, 'activation', place);
  }
  if (!Array.isArray(value)) return value;
  return value.map((each) => decodeValue(each, key, place, decodeInner));
}

/** What an option describes: `kernel_initializer` says it, or the module does. */
function typeOf(object: KerasObject, key: string): DescriptionType {
  const named = (['initializer', 'regularizer', 'constraint', 'activation'] as const).find((type) =>
    key.endsWith(type),
  );
  if (named !== undefined) return named;
  if (key === 'learning_rate') return 'schedule';
  const home = Object.entries(MODULES).find(([, module]) => module === object.module);
  return (home?.[0] as DescriptionType | undefined) ?? 'layer';
}

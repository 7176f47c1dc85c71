import {
  isDescription,
  type Option,
  OptionError,
  show,
  TsunoError,
  UnsupportedError,
} from '@tsuno/core';
import type { FoundFactory } from './find-factory.ts';

/** Options by our names, with the keys that they have in the file. */
export type FileOptions = ReadonlyMap<string, { readonly key: string; readonly value: unknown }>;

/**
 * What a factory makes of the options in a file. What is null there, or says that a layer is trained, is handed over only
 * where it is an option: Keras writes it for all, and newer versions write further options that are null.
 *
 * @throws OptionError and UnsupportedError that say where in the file the options stand.
 */
export function callFactory(
  who: string,
  made: FoundFactory,
  options: FileOptions,
  place: string,
): unknown {
  const early = new Map(
    [...options].filter(([option, { value }]) => value !== null && option !== 'trainable'),
  );
  const first = call(who, made, early, place);
  if (!isDescription(first)) {
    throw new OptionError(
      `${who}: ${place}: your ${made.kind} made ${show(first)}, which is no description: defineLayer, defineLoss … make them.`,
    );
  }
  const declared: Readonly<Record<string, Option>> | undefined = first.options;
  const late = [...options].filter(([option, { key, value }]) => {
    if (early.has(option)) return false;
    if (declared === undefined) return option !== 'trainable' || value !== true;
    if (!Object.hasOwn(declared, option) || first.config[option] === value) return false;
    if (value !== null || takesNull(declared[option])) return true;
    if (first.config[option] === undefined) return false;
    throw new UnsupportedError(
      `${who}: ${place} has ${key}: null, but ${made.kind} must have it, ${declared[option].takes}.`,
    );
  });
  return late.length === 0 ? first : call(who, made, new Map([...early, ...late]), place);
}

function takesNull(option: Option): boolean {
  try {
    return option.read(null, '', '') !== undefined;
  } catch (error) {
    if (error instanceof TsunoError) return false;
    throw error;
  }
}

function call(
  who: string,
  { factory, kind }: FoundFactory,
  options: FileOptions,
  place: string,
): unknown {
  const values = [...options].map(([option, { value }]) => [option, value] as const);
  try {
    return factory(Object.fromEntries(values));
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof TsunoError)) {
      throw new OptionError(`${who}: ${place}: your ${kind} could not be made: ${message}.`, {
        cause: error,
      });
    }
    const unknown = [...options].find(([option]) => message.includes(`unknown option "${option}"`));
    if (unknown === undefined) throw new OptionError(`${who}: ${place}: ${message}`);
    const [, { key, value }] = unknown;
    throw new UnsupportedError(
      `${who}: ${place} has ${key}: ${show(value)}, which Tsuno's ${kind} has not. Save it from Keras without.`,
    );
  }
}

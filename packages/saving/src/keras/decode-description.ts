import {
  type Description,
  type DescriptionJson,
  type DescriptionType,
  isDescription,
  isPlainObject,
  OptionError,
  type Registry,
  resolveDescription,
  revive,
  show,
  UnsupportedError,
} from '@tsuno/core';
import { callFactory, type FileOptions } from './call-factory.ts';
import { decodeOptions } from './decode-options.ts';
import { type Deviation, deviationOf } from './deviations.ts';
import { customNamed, findFactory, findFunction } from './find-factory.ts';
import {
  type KerasObject,
  requireConfig,
  requireFloat32,
  requireKerasObject,
} from './keras-object.ts';
import { plainName } from './key-names.ts';

/** How Keras's JSON is read. */
export interface Decoding {
  /** What errors begin with: `loadModel`. */
  readonly who: string;
  readonly registry: Registry;
  /** JSON of Keras 2 or TensorFlow.js, where some names mean something else. */
  readonly isLegacy: boolean;
  /** Descriptions that are known already, by the objects that were written for them. */
  readonly made?: ReadonlyMap<unknown, Description>;
}

/**
 * What an object of Keras's describes: `{ class_name: 'Dense', config: { units: 3, … } }` → `Dense({ units: 3, … })`; or
 * what a name of Keras's stands for.
 *
 * @throws UnsupportedError for what Tsuno has not; OptionError for options out of range; DataError for what is none.
 */
export function decodeDescription(
  decoding: Decoding,
  given: unknown,
  type: DescriptionType,
  place: string,
): Description {
  const { who, registry, made } = decoding;
  const known = made?.get(given);
  if (known !== undefined) return known;
  if (typeof given === 'string') return decodeName(decoding, given, type, place);
  const object = requireKerasObject(who, place, given);
  if (object.class_name === 'function') {
    const { kind, factory, isOwn } = findFunction(who, registry, object, type, place);
    if (!isOwn) requireSameMeaning(decoding, kind, type, place);
    return requireType(who, factory(), type, place);
  }
  const found = findFactory(who, registry, object, type, place);
  const config = requireConfig(who, place, object);
  const named = `${place} (${object.class_name})`;
  const deviation: Deviation = found.isOwn ? {} : deviationOf(type, found.kind);
  requireFloat32(who, named, config.dtype, deviation.dtypes);
  const options = decodeOptions(who, config, deviation, named, (inner, innerType, innerPlace) =>
    decodeDescription(decoding, inner, innerType, innerPlace),
  );
  const whole = new Map([...options, ...besideOf(registry, object)]);
  return requireType(who, callFactory(who, found, whole, named), type, named);
}

/** Options that Keras's config cannot hold. */
function besideOf(registry: Registry, { tsuno }: KerasObject): FileOptions {
  const entries = isPlainObject(tsuno) ? Object.entries(tsuno) : [];
  return new Map(
    entries.map(([key, given]) => {
      const value = isDescription(given) ? revive(registry, given as DescriptionJson) : given;
      return [key, { key, value }];
    }),
  );
}

function decodeName(
  decoding: Decoding,
  name: string,
  type: DescriptionType,
  place: string,
): Description {
  const { who, registry } = decoding;
  const own = customNamed(registry, name);
  if (own !== undefined) return requireType(who, own.factory(), type, place);
  requireSameMeaning(decoding, name, type, place);
  return resolveDescription(registry[type] ?? {}, name, { who, option: place, type });
}

function requireType(
  who: string,
  made: unknown,
  type: DescriptionType,
  place: string,
): Description {
  if (isDescription(made, type)) return made;
  throw new OptionError(`${who}: ${place} must be a ${type}, got ${show(made)}.`);
}

/** Keras 2's hard_sigmoid is another function than Keras 3's of that name. */
function requireSameMeaning(
  { who, isLegacy }: Decoding,
  name: string,
  type: DescriptionType,
  place: string,
): void {
  if (!isLegacy || type !== 'activation' || plainName(name) !== 'hardsigmoid') return;
  throw new UnsupportedError(
    `${who}: ${place} is the hard_sigmoid of Keras 2, 0.2·x + 0.5 between 0 and 1; Tsuno's is that of Keras 3, x/6 + 0.5. Hand in one of your own as { custom: { hardSigmoid } }.`,
  );
}

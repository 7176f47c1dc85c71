import {
  type Description,
  type DescriptionJson,
  type DescriptionType,
  didYouMean,
  isDescription,
  isPlainObject,
  type Namespace,
  type Option,
  OptionError,
  type Registry,
  resolveDescription,
  revive,
  show,
  TsunoError,
  UnsupportedError,
} from '@tsuno/core';
import { type Deviation, deviationOf, kindOfClass } from './deviations.ts';
import {
  isKerasObject,
  type KerasObject,
  MODULES,
  plainValue,
  requireConfig,
  requireFloat32,
  requireKerasObject,
} from './keras-object.ts';
import { camelCase, plainName } from './key-names.ts';
import { PythonFloat } from './python-json.ts';

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

type Factory = (options?: object) => unknown;
type Options = Map<string, unknown>;

/**
 * What an object of Keras's describes: `{ class_name: 'Dense', config: { units: 3, … } }` → `Dense({ units: 3, … })`.
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
  if (typeof given === 'string') {
    requireSameMeaning(decoding, given, type, place);
    const namespace = { ...registry[type], ...ofNames(registry.custom, given) };
    return resolveDescription(namespace, given, { who, option: place, type });
  }
  const object = requireKerasObject(who, place, given);
  if (object.class_name === 'function') return decodeFunction(decoding, object, type, place);
  const { kind, factory, isOwn } = findFactory(decoding, object, type, place);
  const config = requireConfig(who, place, object);
  const named = `${place} (${object.class_name})`;
  const deviation: Deviation = isOwn ? {} : deviationOf(type, kind);
  requireFloat32(who, named, config.dtype, deviation.dtypes);
  const options = decodeOptions(decoding, config, deviation, type, named);
  if (isPlainObject(object.tsuno)) {
    for (const [option, value] of Object.entries(object.tsuno)) {
      options.set(
        option,
        isDescription(value) ? revive(registry, value as DescriptionJson) : value,
      );
    }
  }
  const description = make(decoding, { factory, kind }, options, named);
  if (isDescription(description, type)) return description;
  throw new OptionError(`${who}: ${named} must be a ${type}, got ${show(description)}.`);
}

/** A function of Keras's own, by its name: no other is in a file. */
function decodeFunction(
  decoding: Decoding,
  { module, config, registered_name }: KerasObject,
  type: DescriptionType,
  place: string,
): Description {
  const { who, registry } = decoding;
  const names = [config, registered_name].filter((name) => typeof name === 'string');
  const own = names.map((name) => ofNames(registry.custom, name)).find((found) => found !== null);
  const isKeras = module === 'builtins' || isKerasModule(module);
  const spaces = { ...(isKeras && registry[type]), ...own };
  const found = factoryNamed(spaces, plainName(lastOf(String(config))));
  if (found !== undefined) {
    if (own === undefined) requireSameMeaning(decoding, String(config), type, place);
    return found[1]() as Description;
  }
  throw new UnsupportedError(
    `${who}: ${place} is the Python function ${show(config)}, which is never run. Hand in a ${type} of your own as { custom: { ${camelCase(lastOf(String(config)))} } }.`,
  );
}

/** Keras 2's hard_sigmoid is another function: 0.2·x + 0.5, where Keras 3 has x/6 + 0.5. */
function requireSameMeaning(
  { who, isLegacy }: Decoding,
  name: string,
  type: DescriptionType,
  place: string,
): void {
  if (!isLegacy || type !== 'activation' || plainName(name) !== 'hardsigmoid') return;
  throw new UnsupportedError(
    `${who}: ${place} is the hard_sigmoid of Keras 2, 0.2·x + 0.5 between 0 and 1, which Tsuno has not: Keras 3's is x/6 + 0.5.`,
  );
}

function findFactory(
  { who, registry }: Decoding,
  { module, class_name, registered_name }: KerasObject,
  type: DescriptionType,
  place: string,
) {
  const custom = registry.custom ?? {};
  const vocabulary = registry[type] ?? {};
  const byName = (name: string) => {
    const factory = Object.hasOwn(custom, name) ? custom[name] : undefined;
    return typeof factory === 'function' ? ([name, factory as Factory] as const) : undefined;
  };
  const own =
    byName(class_name) ??
    (typeof registered_name === 'string'
      ? (byName(registered_name) ?? byName(lastOf(registered_name)))
      : undefined);
  const isOurs = module === 'tsuno';
  const isKeras = module === undefined || isKerasModule(module);
  const kind = kindOfClass(type, class_name) ?? class_name;
  // A layer that is an activation: `Dense(activation=LeakyReLU(0.1))`.
  const found =
    isKeras || isOurs
      ? factoryNamed(vocabulary, plainName(kind), type === 'activation')
      : undefined;
  const chosen = isKeras ? (found ?? own) : (own ?? found);
  if (chosen === undefined) {
    const known = [...Object.keys(custom), ...Object.keys(vocabulary)];
    const from = typeof module === 'string' ? ` of ${module}` : '';
    throw new UnsupportedError(
      `${who}: ${place} is the ${type} ${class_name}${from}, which Tsuno has not.${didYouMean(class_name, known)} Hand in one of your own as { custom: { ${class_name} } }.`,
    );
  }
  return { kind: chosen[0], factory: chosen[1], isOwn: chosen !== found || isOurs };
}

/** `keras.layers`, `tf_keras.src.layers.core`, … */
const isKerasModule = (module: unknown) =>
  typeof module === 'string' && /^(tf_)?keras([.]|$)/.test(module);

/** `my_package>MyLayer` → `MyLayer`. */
const lastOf = (name: string) => name.slice(name.lastIndexOf('>') + 1);

/** What a custom namespace has under a name, or under the last part of one. */
function ofNames(custom: Namespace | undefined, name: string): Namespace | null {
  if (custom === undefined) return null;
  const found = Object.keys(custom).find((key) =>
    [plainName(name), plainName(lastOf(name))].includes(plainName(key)),
  );
  return found === undefined ? null : { [found]: custom[found] };
}

/** A factory by any spelling of its name, or by one of its aliases. */
function factoryNamed(
  namespace: Namespace,
  plain: string,
  isLowercase = true,
): readonly [string, Factory] | undefined {
  for (const [name, value] of Object.entries(namespace)) {
    if (typeof value !== 'function' || !(isLowercase || /^[A-Z]/.test(name))) continue;
    const aliases = (value as { aliases?: readonly string[] }).aliases ?? [];
    if ([name, ...aliases].some((each) => plainName(each) === plain)) {
      return [name, value as Factory];
    }
  }
  return undefined;
}

/** Keras's config as our options; what has no meaning for us is left out, what has another one is refused. */
function decodeOptions(
  decoding: Decoding,
  given: Readonly<Record<string, unknown>>,
  { keys = {}, only = {}, tolerated = {}, meaningless = [], read = (same) => same }: Deviation,
  type: DescriptionType,
  place: string,
): Options {
  const { who } = decoding;
  const options: Options = new Map();
  const names = new Map(Object.entries(keys).map(([option, key]) => [key, option]));
  const { dtype: _, ...config } = read(given);
  for (const [key, value] of Object.entries(config)) {
    if (value === undefined || meaningless.includes(key)) continue;
    const limits = ownValue(only, key) ?? ownValue(tolerated, key);
    if (limits !== undefined) {
      if (limits.includes(value)) continue;
      throw new UnsupportedError(
        `${who}: ${place} has ${key}: ${show(value)}; Tsuno only has ${limits.map(show).join(' or ')}.`,
      );
    }
    const option = names.get(key) ?? camelCase(key);
    if (options.has(option)) {
      throw new OptionError(`${who}: ${place} has ${option} twice, as ${key} too.`);
    }
    options.set(option, decodeValue(decoding, value, key, type, `${place}: ${key}`));
  }
  return options;
}

function decodeValue(
  decoding: Decoding,
  given: unknown,
  key: string,
  type: DescriptionType,
  place: string,
): unknown {
  if (given instanceof PythonFloat) return given.value;
  const value = plainValue(given);
  if (decoding.made?.has(value)) return decoding.made.get(value);
  if (isKerasObject(value)) {
    return decodeDescription(decoding, value, typeOf(value, key, type), place);
  }
  if (typeof value === 'string') {
    if (key === 'activation') requireSameMeaning(decoding, value, 'activation', place);
    return value;
  }
  if (!Array.isArray(value)) return value;
  return value.map((each) => decodeValue(decoding, each, key, type, place));
}

/** What an option describes: `kernel_initializer` says it. */
function typeOf(object: KerasObject, key: string, outer: DescriptionType): DescriptionType {
  const named = (['initializer', 'regularizer', 'constraint', 'activation'] as const).find((type) =>
    key.endsWith(type),
  );
  if (named !== undefined) return named;
  if (key === 'learning_rate') return 'schedule';
  const home = Object.entries(MODULES).find(([, module]) => module === object.module)?.[0];
  return (home as DescriptionType | undefined) ?? outer;
}

interface Made {
  readonly factory: Factory;
  readonly kind: string;
}

/**
 * Calls the factory. What is null, or says that a layer is trained, is handed over only where it is an option: Keras
 * writes it for all, and newer versions write further options that are null.
 */
function make(decoding: Decoding, made: Made, options: Options, place: string): unknown {
  const isLate = (option: string, value: unknown) => value === null || option === 'trainable';
  const entries = [...options];
  const early = entries.filter(([option, value]) => !isLate(option, value));
  const first = call(decoding, made, early, place) as Description;
  if (!isDescription(first)) return first;
  const declared: Readonly<Record<string, Option>> | undefined = first.options;
  const again = entries.filter(([option, value]) => {
    if (!isLate(option, value)) return false;
    if (declared === undefined) return option !== 'trainable' || value !== true;
    if (!Object.hasOwn(declared, option) || first.config[option] === value) return false;
    if (value !== null || takesNull(declared[option])) return true;
    if (first.config[option] === undefined) return false;
    throw new UnsupportedError(
      `${decoding.who}: ${place} has no ${option} (null), but Tsuno's ${made.kind} must have one, ${declared[option].takes}.`,
    );
  });
  return again.length === 0 ? first : call(decoding, made, [...early, ...again], place);
}

function takesNull(option: Option): boolean {
  try {
    return option.read(null, '', '') !== undefined;
  } catch (error) {
    if (error instanceof TsunoError) return false;
    throw error;
  }
}

/** Errors of the factory say where in the file the options stand. */
function call(
  { who }: Decoding,
  { factory, kind }: Made,
  options: readonly (readonly [string, unknown])[],
  place: string,
): unknown {
  try {
    return factory(Object.fromEntries(options));
  } catch (error) {
    if (!(error instanceof TsunoError)) throw error;
    const unknown = options.find(([option]) =>
      error.message.includes(`unknown option "${option}"`),
    );
    if (unknown !== undefined) {
      throw new UnsupportedError(
        `${who}: ${place} has the option ${unknown[0]}: ${show(unknown[1])}, which Tsuno's ${kind} has not. Save it from Keras without.`,
      );
    }
    throw new OptionError(`${who}: ${place}: ${error.message}`);
  }
}

function ownValue<V>(object: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

import type { OptionDeclarations } from './declare-options.ts';
import { OptionError } from './errors.ts';
import { didYouMean } from './names.ts';
import { refuseUnknownOptions } from './options.ts';
import { isPlainObject } from './plain-object.ts';
import { show } from './show.ts';

/** What a description describes. */
export type DescriptionType =
  | 'activation'
  | 'constraint'
  | 'initializer'
  | 'layer'
  | 'loss'
  | 'metric'
  | 'optimizer'
  | 'regularizer'
  | 'schedule';

/** Plain values and further descriptions: all that a factory needs to make the same description again. */
export type Config = Readonly<Record<string, unknown>>;

/**
 * A frozen value that says what something is: `kind` is the name of the factory that made it and the name under which
 * that factory is exported, `config` its options with every default filled in.
 */
export interface Description<Type extends DescriptionType = DescriptionType> {
  readonly type: Type;
  readonly kind: string;
  readonly config: Config;
  /** How the factory declares its options; absent when it does not. */
  readonly options?: OptionDeclarations;
}

/** A description as JSON: `{ "type": "layer", "kind": "Dense", "config": { "units": 25, … } }`. */
export interface DescriptionJson {
  readonly type: string;
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export function isDescription<Type extends DescriptionType>(
  value: unknown,
  type?: Type,
): value is Description<Type> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'config' in value &&
    'type' in value &&
    typeof value.kind === 'string' &&
    isPlainObject(value.config) &&
    (type === undefined || value.type === type)
  );
}

/**
 * A description as plain JSON, nested descriptions included.
 *
 * @throws OptionError when an option is a function, which no JSON can hold.
 */
export function toConfigJson(description: Description): DescriptionJson {
  const plain = (value: unknown, option: string): unknown => {
    if (isDescription(value)) return toConfigJson(value);
    if (Array.isArray(value)) return value.map((item) => plain(item, option));
    if (typeof value === 'function') {
      throw new OptionError(
        `${description.kind}: option "${option}" is ${show(value)}, which cannot be written as JSON. Give it as a description made by a factory of your own.`,
      );
    }
    return value;
  };
  const entries = Object.entries(description.config).filter(([, value]) => value !== undefined);
  return {
    type: description.type,
    kind: description.kind,
    config: Object.fromEntries(entries.map(([option, value]) => [option, plain(value, option)])),
  };
}

/** Factories by name: a namespace object (`layers`, `losses`) is one as it is. */
export type Namespace = Readonly<Record<string, unknown>>;

/** Where factories are looked up: for each type of description a namespace, and the user's own for all of them. */
export type Registry = Readonly<Partial<Record<DescriptionType, Namespace>>> & {
  readonly custom?: Namespace;
};

/**
 * Makes the description that `json` describes. There is no global registry: the registry is the namespaces handed in.
 *
 * @example
 * import { revive, toConfigJson } from 'tsuno/core';
 * import * as initializers from 'tsuno/initializers';
 *
 * const json = toConfigJson(initializers.Constant({ value: 3 }));
 * const again = revive({ initializer: initializers }, json);
 * console.assert(again.config.value === 3);
 *
 * @throws OptionError when no namespace has a factory of that name.
 */
export function revive(registry: Registry, json: DescriptionJson): Description {
  return reviveAt(registry, json, []);
}

/** `above` are the objects that this one stands in: JSON in text cannot hold itself, an object can. */
function reviveAt(registry: Registry, json: unknown, above: readonly unknown[]): Description {
  if (!isPlainObject(json) || !isDescription(json)) {
    throw new OptionError(`revive: expected { type, kind, config }, got ${show(json)}.`);
  }
  const { type, kind, config, ...unknown } = json;
  refuseUnknownOptions('revive', unknown, ['type', 'kind', 'config']);
  if (typeof type !== 'string' || typeof kind !== 'string') {
    throw new OptionError(
      `revive: type and kind must be words, such as "layer" and "Dense", got ${show(type)} and ${show(kind)}.`,
    );
  }
  if (!isPlainObject(config)) {
    throw new OptionError(
      `revive: the config of ${kind} must be an object of its options, got ${show(config)}.`,
    );
  }
  const own = registry.custom ?? {};
  const namespace = ownValue<Namespace>(registry, type) ?? {};
  const factory = ownValue(own, kind) ?? ownValue(namespace, kind);
  if (typeof factory !== 'function') {
    const known = [...Object.keys(own), ...Object.keys(namespace)];
    throw new OptionError(
      `revive: there is no ${type} named "${kind}".${didYouMean(kind, known)} Hand in one of your own as { custom: { ${kind} } }.`,
    );
  }
  const live = (value: unknown, inside: readonly unknown[]): unknown => {
    if (inside.includes(value) || inside.length > DEEPEST) {
      const what = inside.includes(value) ? 'contains itself' : 'is nested too deeply';
      throw new OptionError(`revive: the config of ${kind} ${what}.`);
    }
    if (isDescription(value)) return reviveAt(registry, value, inside);
    if (!Array.isArray(value)) return value;
    return Array.from(value, (item, index) => {
      if (index in value) return live(item, [...inside, value]);
      throw new OptionError(`revive: the config of ${kind} has a list with empty places.`);
    });
  };
  const options = Object.entries(config).map(([option, value]) => [
    option,
    live(value, [...above, json]),
  ]);
  return factory(Object.fromEntries(options));
}

/** Descriptions and lists in each other, at most. */
const DEEPEST = 100;

/** The value of a property that is the object's own: `constructor` is a function of every object. */
function ownValue<V>(object: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

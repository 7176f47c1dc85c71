import {
  type DescriptionType,
  didYouMean,
  type Namespace,
  type Registry,
  show,
  UnsupportedError,
} from '@tsuno/core';
import { kindOfClass } from './deviations.ts';
import type { KerasObject } from './keras-object.ts';
import { camelCase, plainName } from './key-names.ts';

export type Factory = (options?: object) => unknown;

export interface FoundFactory {
  /** The name under which it was found. */
  readonly kind: string;
  readonly factory: Factory;
  /** Whether its options are named by rule, as those of one's own are: Keras's deviations are not theirs. */
  readonly isOwn: boolean;
}

/**
 * Who makes what an object of Keras's describes: for Keras's own modules the vocabulary, for others the user's factories,
 * by the class's name or the one it was registered under.
 *
 * @throws UnsupportedError with its name.
 */
export function findFactory(
  who: string,
  registry: Registry,
  { module, class_name, registered_name }: KerasObject,
  type: DescriptionType,
  place: string,
): FoundFactory {
  const { custom = {}, [type]: vocabulary = {} } = registry;
  // Keras 2 writes its optimizers as `Custom>Adam`.
  const plain = module === undefined ? lastOf(class_name) : class_name;
  const registered = typeof registered_name === 'string' ? registered_name : '';
  const names = [class_name, plain, registered, lastOf(registered)];
  const ownName = names.find((name) => name && typeof ownValue(custom, name) === 'function');
  const isOurs = module === 'tsuno';
  const isKeras = module === undefined || isKerasModule(module);
  const own = ownName && { kind: ownName, factory: custom[ownName] as Factory, isOwn: true };
  const kind = kindOfClass(type, plain) ?? plain;
  const found = isKeras || isOurs ? factoryNamed(vocabulary, kind, type) : undefined;
  const ours = found && { ...found, isOwn: isOurs };
  const chosen = (isKeras ? ours || own : own || ours) || undefined;
  if (chosen !== undefined) return chosen;
  const known = [...Object.keys(custom), ...Object.keys(vocabulary)];
  const from = typeof module === 'string' ? ` of ${module}` : '';
  throw new UnsupportedError(
    `${who}: ${place} is the ${type} ${class_name}${from}, which Tsuno has not.${didYouMean(class_name, known)} Hand in one of your own as { custom: { ${class_name} } }.`,
  );
}

/**
 * Who makes what a function of Python's is here: the user's factory of its name, or ours where it is Keras's own. A file
 * holds no more of a function than its name.
 */
export function findFunction(
  who: string,
  registry: Registry,
  { module, config, registered_name }: KerasObject,
  type: DescriptionType,
  place: string,
): FoundFactory {
  const names = [config, registered_name].filter((name) => typeof name === 'string').map(lastOf);
  for (const name of names) {
    const own = customNamed(registry, name);
    if (own !== undefined) return { ...own, isOwn: true };
  }
  const isKeras = module === 'builtins' || isKerasModule(module);
  const found = isKeras ? factoryNamed(registry[type] ?? {}, names[0] ?? '', type) : undefined;
  if (found !== undefined) return { ...found, isOwn: false };
  throw new UnsupportedError(
    `${who}: ${place} is the Python function ${show(config)}, which is never run. Hand in a ${type} of your own as { custom: { ${camelCase(names[0] ?? '')} } }.`,
  );
}

/** A factory of the user's by any spelling of its name. */
export function customNamed({ custom = {} }: Registry, name: string) {
  const found = Object.keys(custom).find((key) => plainName(key) === plainName(name));
  const factory = found === undefined ? undefined : custom[found];
  return found !== undefined && typeof factory === 'function'
    ? { kind: found, factory: factory as Factory }
    : undefined;
}

/** A factory of ours by any spelling of its name, or by one of its aliases. */
function factoryNamed(namespace: Namespace, name: string, type: DescriptionType) {
  for (const [kind, value] of Object.entries(namespace)) {
    // Verbs begin with a small letter, and so do activations alone among the factories.
    if (typeof value !== 'function' || !(type === 'activation' || /^[A-Z]/.test(kind))) continue;
    const aliases = (value as { aliases?: readonly string[] }).aliases ?? [];
    if ([kind, ...aliases].some((each) => plainName(each) === plainName(name))) {
      return { kind, factory: value as Factory };
    }
  }
  return undefined;
}

/** `keras.layers`, `tf_keras.src.layers.core`, … */
const isKerasModule = (module: unknown) =>
  typeof module === 'string' && /^(tf_)?keras([.]|$)/.test(module);

/** `my_package>MyLayer` → `MyLayer`. */
const lastOf = (name: string) => name.slice(name.lastIndexOf('>') + 1);

function ownValue<V>(object: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

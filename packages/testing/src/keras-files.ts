import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Description,
  type DescriptionJson,
  type DescriptionType,
  isDescription,
  type Registry,
  toConfigJson,
} from '@tsuno/core';
import {
  activations,
  constraints,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
  regularizers,
} from 'tsuno';

export const registry: Registry = {
  layer: layers,
  activation: activations,
  constraint: constraints,
  initializer: initializers,
  regularizer: regularizers,
  schedule: optimizers.schedules,
  loss: losses,
  metric: metrics,
  optimizer: optimizers,
};

/** Every factory that is exported, with its type: `['layer', 'Dense']`. */
export const EXPORTS: readonly (readonly [DescriptionType, string])[] = Object.entries(
  registry,
).flatMap(([type, namespace]) =>
  Object.keys(namespace as object)
    .filter((name) => type === 'activation' || /^[A-Z]/.test(name))
    .map((name) => [type as DescriptionType, name] as const),
);

/** A description as the golden files have it: `{ type: 'layer', kind: 'Dense', units: 3 }`. */
export interface Case {
  readonly type: DescriptionType;
  readonly kind: string;
  readonly [option: string]: unknown;
}

export interface Golden {
  readonly keras: string;
  readonly objects: readonly { readonly case: Case; readonly json: KerasJson }[];
  readonly models: readonly { readonly name: string; readonly json: KerasJson }[];
}

const FOLDER = join(__dirname, '..', 'goldens', 'keras-files');

/** An object as Keras writes it. */
export interface KerasJson {
  readonly module?: string | null;
  readonly class_name: string;
  readonly config: unknown;
  readonly [further: string]: unknown;
}

/** What each version of Keras writes, the newest first. */
export const GOLDENS: readonly Golden[] = readdirSync(FOLDER)
  .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Golden)
  .sort((a, b) => b.objects.length - a.objects.length);

/** What Keras 3.15.1 writes for a model, by its name in `make_keras_files.py`. */
export function goldenModel(name: string): KerasJson {
  const found = GOLDENS[0].models.find((model) => model.name === name);
  if (found === undefined) throw new Error(`There is no golden model ${name}.`);
  return structuredClone(found.json);
}

/** Makes what a case describes, with our factories. */
export function make({ type, kind, ...options }: Case): Description {
  const made = Object.entries(options).map(([option, value]) => {
    if (!isCase(value)) return [option, value];
    // An activation that is a layer in Keras is an activation here.
    const { name: _, ...inner } = value;
    return [option, option === 'activation' ? make(asActivation(inner as Case)) : make(value)];
  });
  const factory = (registry[type] as Readonly<Record<string, (options: object) => Description>>)[
    kind
  ];
  return factory(Object.fromEntries(made));
}

const isCase = (value: unknown): value is Case =>
  typeof value === 'object' && value !== null && 'kind' in value && 'type' in value;

function asActivation({ kind, ...options }: Case): Case {
  const own = Object.keys(activations).find((name) => name.toLowerCase() === kind.toLowerCase());
  return { ...options, type: 'activation', kind: own as string };
}

/** Every description in another one, and itself. */
export function allOf(json: DescriptionJson): readonly DescriptionJson[] {
  const inner = Object.values(json.config).flat();
  return [json, ...inner.filter((value) => isDescription(value)).flatMap((each) => allOf(each))];
}

/** JSON as it is compared: Keras keeps some numbers in float32. */
export function inFloat32(value: unknown): unknown {
  if (typeof value === 'number') return Math.fround(value);
  if (Array.isArray(value)) return value.map(inFloat32);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inFloat32(part)]));
}

export const jsonOf = (one: Case) => toConfigJson(make(one));

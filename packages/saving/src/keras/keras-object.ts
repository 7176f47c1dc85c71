import {
  DataError,
  type DescriptionType,
  isPlainObject,
  show,
  UnsupportedError,
} from '@tsuno/core';

/** Something in Keras's JSON. Keras 2 and TensorFlow.js leave `module` and `registered_name` out. */
export interface KerasObject {
  readonly module?: string | null;
  readonly class_name: string;
  readonly config: unknown;
  readonly registered_name?: string | null;
  /** What Keras's config cannot hold, option by option: ours alone, Keras does not look there. */
  readonly tsuno?: unknown;
  readonly [further: string]: unknown;
}

/** Where Keras has what. */
export const MODULES: Readonly<Record<DescriptionType, string>> = {
  activation: 'keras.activations',
  constraint: 'keras.constraints',
  initializer: 'keras.initializers',
  layer: 'keras.layers',
  loss: 'keras.losses',
  metric: 'keras.metrics',
  optimizer: 'keras.optimizers',
  regularizer: 'keras.regularizers',
  schedule: 'keras.optimizers.schedules',
};

export function isKerasObject(value: unknown): value is KerasObject {
  return isPlainObject(value) && typeof value.class_name === 'string' && 'config' in value;
}

/** @throws DataError `loadModel: layer 3 must be an object with class_name and config, got 7.` */
export function requireKerasObject(who: string, place: string, value: unknown): KerasObject {
  if (isKerasObject(value) && [value.module, value.registered_name].every(isName)) return value;
  throw new DataError(
    `${who}: ${place} must be an object with class_name and config, and names in module and registered_name, got ${show(value)}.`,
  );
}

const isName = (name: unknown) => typeof (name ?? '') === 'string';

export function requireConfig(who: string, place: string, { config }: KerasObject) {
  if (isPlainObject(config)) return config;
  throw new DataError(
    `${who}: the config of ${place} must be an object of its options, got ${show(config)}.`,
  );
}

/** What stands for a value of Python's that JSON has not: an array of numpy's, a tuple. */
export function plainValue(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  if (['__tuple__', 'TensorShape'].includes(value.class_name as string)) return value.items;
  const isArray = ['__numpy__', '__tensor__'].includes(value.class_name as string);
  return isArray && isPlainObject(value.config) ? value.config.value : value;
}

/** Refuses numbers of other types than these. A policy of Keras's has one type to compute in and one to keep weights in. */
export function requireFloat32(
  who: string,
  place: string,
  dtype: unknown,
  further: readonly string[] = [],
): void {
  if (dtype === undefined || dtype === null) return;
  const isPolicy = isKerasObject(dtype) && /^(DType)?Policy$/.test(dtype.class_name);
  const name = isPolicy && isPlainObject(dtype.config) ? dtype.config.name : dtype;
  if (name === 'float32' || further.includes(name as string)) return;
  throw new UnsupportedError(
    `${who}: ${place} computes in ${show(name)}; Tsuno computes in float32. Save it from Keras with the dtype 'float32'.`,
  );
}

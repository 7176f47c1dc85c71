import { DataError, isPlainObject, show, UnsupportedError } from '@tsuno/core';
import { brief } from '../brief.ts';
import { decodeNumbers, type Quantization, requireQuantization } from './decode-numbers.ts';

/** Numbers under a name, as a weights manifest lists them. */
export interface ManifestTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** `'optimizer'` for what is no weight of the model. */
  readonly group: string | null;
  readonly values: Float32Array;
}

/** What one entry of the manifest says of its numbers. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly group: string | null;
  readonly quantization: Quantization | null;
}

/** Weights that follow one another in the bytes of some files. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly specs: readonly WeightSpec[];
  readonly bytes: number;
}

/** Bytes of an entry that is not quantised. */
const NUMBER_BYTES = 4;

/** Names of files that no system and no URL reads as anything else. */
const PLAIN_NAME = /^(?![.]+$)[^/\\:?#%\0]{1,255}$/;

/**
 * The groups that a weights manifest lists.
 *
 * @throws DataError for what is no manifest; UnsupportedError for numbers of types that weights do not have.
 */
export function readManifest(who: string, what: string, manifest: unknown): readonly WeightGroup[] {
  if (!Array.isArray(manifest)) {
    throw new DataError(`${who}: ${what} must be a list of groups, got ${brief(show(manifest))}.`);
  }
  return Array.from(manifest, (group, index) => {
    const place = `${what}[${index}]`;
    const { paths, weights } = isPlainObject(group) ? group : {};
    if (!Array.isArray(paths) || !Array.isArray(weights)) {
      throw new DataError(`${who}: ${place} must have lists of paths and weights.`);
    }
    for (const path of paths) requirePlainName(who, place, path);
    const specs = Array.from(weights, (spec, at) => readSpec(who, `${place}.weights[${at}]`, spec));
    return { paths, specs, bytes: specs.reduce((sum, spec) => sum + bytesOf(spec), 0) };
  });
}

function requirePlainName(who: string, place: string, path: unknown): void {
  if (typeof path === 'string' && PLAIN_NAME.test(path)) return;
  throw new DataError(
    `${who}: ${place} is in the file ${brief(show(path))}. Only files in its own folder are read, by their plain names, such as "group1-shard1of1.bin".`,
  );
}

function readSpec(who: string, place: string, spec: unknown): WeightSpec {
  const { name, shape, dtype, group, quantization } = isPlainObject(spec) ? spec : {};
  const isShape =
    Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (typeof name !== 'string' || !isShape) {
    throw new DataError(
      `${who}: ${place} must have a name and a shape, got ${brief(show(name))} and ${brief(show(shape))}.`,
    );
  }
  if (dtype !== 'float32' && dtype !== 'int32') {
    throw new UnsupportedError(
      `${who}: the weight "${brief(name)}" is of the dtype ${brief(show(dtype))}; those that are read are float32 and int32.`,
    );
  }
  const isQuantized = quantization !== undefined && quantization !== null;
  const read = {
    name,
    shape,
    dtype,
    group: typeof group === 'string' ? group : null,
    quantization: isQuantized ? requireQuantization(who, name, quantization) : null,
  } as const;
  if (!Number.isSafeInteger(bytesOf(read))) {
    throw new DataError(`${who}: the weight "${brief(name)}" would have ${bytesOf(read)} bytes.`);
  }
  return read;
}

function bytesOf({ shape, quantization }: Pick<WeightSpec, 'shape' | 'quantization'>): number {
  return shape.reduce(
    (product, size) => product * size,
    quantization === null ? NUMBER_BYTES : quantization.bytes,
  );
}

/** The numbers of a group, from the bytes of all its files. */
export function tensorsOf({ specs }: WeightGroup, bytes: Uint8Array): readonly ManifestTensor[] {
  let at = 0;
  return specs.map((spec) => {
    const end = at + bytesOf(spec);
    const values = decodeNumbers(spec, bytes.subarray(at, end));
    at = end;
    return { name: spec.name, shape: spec.shape, group: spec.group, values };
  });
}

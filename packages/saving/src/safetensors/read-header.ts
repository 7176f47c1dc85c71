import { DataError, isPlainObject, show, UnsupportedError } from '@tsuno/core';
import { brief } from '../brief.ts';
import { parseJson } from '../json/parse-json.ts';
import { FLOAT_BYTES, type FloatType } from '../numbers/decode-floats.ts';

/** Bytes of the header's length, which stands before it. */
export const LENGTH_BYTES = 8;

/** What the reference implementation reads at most. */
const MOST_HEADER_BYTES = 100_000_000;

export interface Tensor {
  readonly name: string;
  readonly type: FloatType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface Safetensors {
  readonly metadata: ReadonlyMap<string, string>;
  /** As they follow each other in the file. */
  readonly tensors: readonly Tensor[];
  /** The bytes of all tensors. */
  readonly data: Uint8Array;
}

/** The length of the header that these bytes claim to have; NaN when they are fewer than a length. */
export function headerLength(bytes: Uint8Array): number {
  if (bytes.length < LENGTH_BYTES) return Number.NaN;
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  return Number(view.getBigUint64(0, true));
}

/**
 * What a file holds, once everything that it says of itself is so: tensors follow each other without holes and overlaps
 * from the header's end to the file's, and each has the bytes that its shape needs.
 *
 * @throws DataError otherwise; UnsupportedError for tensors of other than floating-point numbers.
 * @see https://github.com/huggingface/safetensors#format
 */
export function readSafetensors(who: string, file: string, bytes: Uint8Array): Safetensors {
  const refuse = (fault: string) => new DataError(`${who}: ${file} is damaged: ${fault}.`);
  const length = headerLength(bytes);
  if (Number.isNaN(length)) throw refuse(`it has ${bytes.length} bytes, fewer than a header`);
  if (length > Math.min(MOST_HEADER_BYTES, bytes.length - LENGTH_BYTES)) {
    throw refuse(`its header would have ${length} bytes, of the file's ${bytes.length}`);
  }
  const header = bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
  if (header[0] !== 0x7b) throw refuse('its header does not begin with {');
  const json = parseJson(who, `the header of ${file}`, header);
  const { __metadata__: metadata = {}, ...entries } = json as Readonly<Record<string, unknown>>;
  const data = bytes.subarray(LENGTH_BYTES + length);
  const tensors = Object.entries(entries)
    .map(([name, entry]) => ({ name, ...readEntry(who, file, name, entry) }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let at = 0;
  for (const { name, start, end } of tensors) {
    if (start !== at || end < start || end > data.length) {
      throw refuse(
        `the tensor "${brief(name)}" has the bytes ${start} to ${end} of ${data.length}, expected to begin at ${at}`,
      );
    }
    at = end;
  }
  if (at !== data.length) throw refuse(`after its tensors there are ${data.length - at} bytes`);
  return {
    metadata: readMetadata(metadata, refuse),
    tensors: tensors.map(({ name, type, shape, start, end }) => ({
      name,
      type,
      shape,
      bytes: data.subarray(start, end),
    })),
    data,
  };
}

function readEntry(who: string, file: string, name: string, entry: unknown) {
  const refuse = (fault: string) =>
    new DataError(`${who}: ${file} is damaged: the tensor "${brief(name)}" ${fault}.`);
  if (!isPlainObject(entry)) throw refuse(`is ${brief(show(entry))}, not what describes one`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isListOfSizes(shape)) throw refuse(`has the shape ${brief(show(shape))}`);
  if (!isListOfSizes(offsets) || offsets.length !== 2) {
    throw refuse(`has the data_offsets ${brief(show(offsets))}`);
  }
  if (typeof dtype !== 'string' || !Object.hasOwn(FLOAT_BYTES, dtype)) {
    throw new UnsupportedError(
      `${who}: ${file}: the tensor "${brief(name)}" is of dtype ${brief(show(dtype))}; those of weights are ${Object.keys(FLOAT_BYTES).join(', ')}.`,
    );
  }
  const type = dtype as FloatType;
  const [start, end] = offsets;
  const size = shape.reduce((product, each) => product * each, FLOAT_BYTES[type]);
  if (size !== end - start) {
    throw refuse(`has ${end - start} bytes, but ${type} of [${shape.join(', ')}] takes ${size}`);
  }
  return { type, shape, start, end };
}

function isListOfSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function readMetadata(
  metadata: unknown,
  refuse: (fault: string) => DataError,
): ReadonlyMap<string, string> {
  const entries = isPlainObject(metadata) ? Object.entries(metadata) : null;
  if (entries?.every(([, text]) => typeof text === 'string')) {
    return new Map(entries as [string, string][]);
  }
  throw refuse(`its __metadata__ is ${brief(show(metadata))}, not texts by name`);
}

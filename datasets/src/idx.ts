import { DataError, OptionError, show } from 'tsuno/core';

/** What an IDX file of unsigned bytes holds. */
export interface Idx {
  /** The length of each dimension, as `[60000, 28, 28]`. */
  readonly shape: readonly number[];
  /** The values, row by row: a view of the bytes that were read, not a copy. */
  readonly values: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;
const OTHER_TYPES: Readonly<Record<number, string>> = {
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: '32-bit floats',
  14: '64-bit floats',
};

/**
 * Reads an IDX file of unsigned bytes, the format of MNIST, and refuses every file that is not whole.
 *
 * The file is two zero bytes, the code of the type (8), the number of dimensions, the length of each as a big-endian
 * 32-bit number, then the values with the last dimension running fastest.
 * Source: https://web.archive.org/web/2016/http://yann.lecun.com/exdb/mnist/ (section "file formats").
 *
 * @param who is named by the errors: the file, where there is one.
 * @throws DataError where the header is none, the type is another, or bytes are missing or left over.
 *
 * @example
 * import { readIdx } from '@tsuno/datasets';
 *
 * const labels = readIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4));
 * console.assert(labels.shape[0] === 3);
 * console.assert(labels.values[2] === 4);
 */
export function readIdx(bytes: Uint8Array, who = 'readIdx'): Idx {
  requireBytes(who, bytes);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new DataError(
      `${who}: these bytes are still compressed with gzip. Unpack them first, with gunzipSync of node:zlib ` +
        "or a DecompressionStream('gzip').",
    );
  }
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) {
    throw new DataError(
      `${who}: an IDX file starts with 0, 0, a type and a number of dimensions, but these ${bytes.length} bytes ` +
        `start with ${show([...bytes.subarray(0, 4)])}. It is not an IDX file.`,
    );
  }
  const [, , type, rank] = bytes;
  if (type !== UNSIGNED_BYTE) {
    const name = OTHER_TYPES[type] ? ` (${OTHER_TYPES[type]})` : '';
    throw new DataError(
      `${who}: only unsigned bytes (type 8) are read, but the type is ${type}${name}.`,
    );
  }
  if (rank === 0)
    throw new DataError(`${who}: the number of dimensions must be at least 1, got 0.`);
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new DataError(
      `${who}: the header of ${rank} dimensions takes ${header} bytes, but the file ends after ${bytes.length}. ` +
        'It is truncated; get it again.',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, header);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  const found = bytes.length - header;
  if (found !== size) {
    throw new DataError(
      `${who}: the shape ${show(shape)} takes ${size} values, but ${found} follow the header. ` +
        `The file is ${found < size ? 'truncated' : 'longer than it says'}; get it again.`,
    );
  }
  return { shape, values: bytes.subarray(header) };
}

function requireBytes(who: string, bytes: unknown): void {
  // By its tag, so that the Uint8Array of another realm (a frame, a worker's test runner) is one as well.
  const tag = Object.prototype.toString.call(bytes);
  if (tag !== '[object Uint8Array]') {
    throw new OptionError(
      `${who}: bytes must be a Uint8Array, got ${show(bytes)}. Wrap an ArrayBuffer as new Uint8Array(buffer).`,
    );
  }
}

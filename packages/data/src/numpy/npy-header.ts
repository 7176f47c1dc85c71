import { DataError, show } from '@tsuno/core';

/** What a file in NumPy's format says of its array. */
export interface NpyHeader {
  /** The type of its elements, as NumPy writes it: `<f4`. */
  readonly descr: string;
  /** Whether the first axis runs fastest. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly start: number;
}

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY')];

/** Headers are a line of Python: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`. */
const KEYS = {
  descr: /'descr':\s*'([^']*)'/,
  order: /'fortran_order':\s*(True|False)/,
  shape: /'shape':\s*\(([\dL\s,]*)\)/,
};

/** Headers are a line; that of an array of any type that is read is shorter. */
const LONGEST_HEADER = 10_000;

/**
 * Reads the header of a .npy file of version 1, 2 or 3.
 *
 * @throws DataError for what is no such file, and for arrays of objects or of records.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readHeader(who: string, name: string, bytes: Uint8Array): NpyHeader {
  const fail = (what: string): never => {
    throw new DataError(`${who}: ${name} ${what}`);
  };
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) {
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
    fail(
      isZip
        ? 'is an archive of arrays (.npz). Read it with readNpz.'
        : 'is not a NumPy file: it does not begin with \\x93NUMPY.',
    );
  }
  const version = bytes[6];
  if (!(version >= 1 && version <= 3)) {
    fail(`is of version ${version} of NumPy's format; 1 to 3 are read.`);
  }
  const lengthBytes = version === 1 ? 2 : 4;
  const start = 8 + lengthBytes;
  if (bytes.length < start) fail('ends in its header: it is truncated.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER)
    fail(`has a header of ${length} bytes, longer than any that is read.`);
  if (bytes.length < start + length) fail('ends in its header: it is truncated.');
  const text = new TextDecoder().decode(bytes.subarray(start, start + length)).trim();
  const [descr, order, shape] = [KEYS.descr, KEYS.order, KEYS.shape].map(
    (key) => key.exec(text)?.[1],
  );
  if (/'descr':\s*\[/.test(text)) {
    fail(
      'holds records. Save each of their columns as an array of its own: np.savez(file, **columns).',
    );
  }
  if (descr === undefined || order === undefined || shape === undefined) {
    fail(`has a header that says no descr, fortran_order and shape: ${show(text.slice(0, 100))}.`);
  }
  const lengths = (shape as string).split(',').filter((each) => each.trim() !== '');
  return {
    descr: descr as string,
    isFortran: order === 'True',
    shape: lengths.map((each) => Number.parseInt(each, 10)),
    start: start + length,
  };
}

/** NumPy leaves room for the longest length that the first axis could grow to. */
const GROWTH_DIGITS = 21;

/** The header as NumPy writes it, to the byte: the elements begin at a multiple of 64. */
export function writeHeader(descr: string, shape: readonly number[]): Uint8Array {
  const axes = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const room = shape.length === 0 ? 0 : GROWTH_DIGITS - String(shape[0]).length;
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${axes}, }${' '.repeat(room)}`;
  const start = MAGIC.length + 4;
  const length = Math.ceil((start + dictionary.length + 1) / 64) * 64 - start;
  const header = new Uint8Array(start + length).fill(0x20);
  header.set(MAGIC);
  header.set([1, 0, length & 0xff, length >> 8], MAGIC.length);
  header.set(new TextEncoder().encode(dictionary), start);
  header[header.length - 1] = 0x0a;
  return header;
}

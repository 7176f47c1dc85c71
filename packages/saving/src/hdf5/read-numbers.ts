import { showShape, sizeOf } from '@tsuno/core';
import type { LoadedHdf5 } from '../library/h5wasm.ts';
import { decodeFloats, type FloatType } from '../numbers/decode-floats.ts';

export interface Hdf5Numbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** The first number as exact as the file has it; 0 where there are none. */
  readonly first: number;
}

/** Where something is in an open file. */
export interface Hdf5Place {
  readonly id: bigint;
  readonly path: string;
  /** The size of the whole file. */
  readonly fileBytes: number;
}

type Module = LoadedHdf5['module'];

/** A dataset's numbers as float32. `fail` throws what is wrong with it, in words: before anything is read, where possible. */
export function readNumbers(
  module: Module,
  { id, path, fileBytes }: Hdf5Place,
  fail: (fault: string) => never,
): Hdf5Numbers {
  const metadata = module.get_dataset_metadata(id, path);
  const { shape, size, total_size: count, type } = metadata;
  const { H5T_FLOAT, H5T_INTEGER } = module.H5T_class_t;
  if (shape === null) return fail('holds nothing');
  if (type !== H5T_FLOAT.value && type !== H5T_INTEGER.value) fail('holds no numbers');
  if (!shape.every(Number.isSafeInteger)) fail(`has the shape ${showShape(shape)}`);
  const bytes = sizeOf(shape) * size;
  if (count !== sizeOf(shape) || bytes > fileBytes) {
    fail(`has the shape ${showShape(shape)}, for which a file of ${fileBytes} bytes is too small`);
  }
  if (metadata.virtual_sources !== undefined) fail('is made up of other files');
  if (metadata.chunks !== null) fail('is kept in chunks, which Keras does not write');
  if (module.get_dataset_filters(id, path).length > 0) fail('is compressed or filtered');
  if (count === 0) return { shape, values: new Float32Array(0), first: 0 };

  const at = module._malloc(bytes);
  if (at === 0) return fail(`takes ${bytes} bytes, which the HDF5 library has no memory for`);
  try {
    const status = module.get_dataset_data(id, path, null, null, null, BigInt(at));
    if (status < 0) fail('cannot be read');
    const read = numbersIn(module.HEAPU8, at, metadata);
    if (read === null) return fail(`holds numbers of ${8 * size} bits, which are not read`);
    return { shape, ...read };
  } finally {
    module._free(at);
  }
}

interface NumberType {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  readonly total_size: number;
}

/** A copy of numbers in the library's memory; it always hands them over with the low byte first. */
function numbersIn(
  heap: Uint8Array,
  at: number,
  { type, size, signed, total_size: count }: NumberType,
): Pick<Hdf5Numbers, 'values' | 'first'> | null {
  const floats = type === FLOAT ? FLOATS.get(size) : undefined;
  if (floats !== undefined) {
    const values = decodeFloats(heap.subarray(at, at + count * size), floats);
    return { values, first: values[0] };
  }
  const Whole = type === FLOAT ? undefined : (signed ? WHOLE : UNSIGNED).get(size);
  if (Whole === undefined) return null;
  const whole = Array.from(new Whole(heap.buffer as ArrayBuffer, at, count), Number);
  return { values: Float32Array.from(whole), first: whole[0] };
}

/** HDF5's number for floats among its classes of types. */
const FLOAT = 1;

const FLOATS = new Map<number, FloatType>([
  [8, 'F64'],
  [4, 'F32'],
  [2, 'F16'],
]);
type Numbers = new (memory: ArrayBuffer, at: number, count: number) => Iterable<number | bigint>;

const WHOLE = new Map<number, Numbers>([
  [1, Int8Array],
  [2, Int16Array],
  [4, Int32Array],
  [8, BigInt64Array],
]);
const UNSIGNED = new Map<number, Numbers>([
  [1, Uint8Array],
  [2, Uint16Array],
  [4, Uint32Array],
  [8, BigUint64Array],
]);

/** How NumPy's numbers of a kind and size are read from bytes. */
export interface NumpyType {
  readonly bytes: number;
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** What it is called where it does not fit. */
  readonly name: string;
  read(view: DataView, at: number, isLittle: boolean): number;
}

const type = (
  name: string,
  bytes: number,
  dtype: NumpyType['dtype'],
  read: NumpyType['read'],
): NumpyType => ({ name, bytes, dtype, read });

/** By kind and size: `f4`. Tensors hold float32, int32 and bool, so all others become one of these. */
export const NUMPY_TYPES: Readonly<Record<string, NumpyType>> = {
  f2: type('float16', 2, 'float32', (view, at, little) => fromHalf(view.getUint16(at, little))),
  f4: type('float32', 4, 'float32', (view, at, little) => view.getFloat32(at, little)),
  f8: type('float64', 8, 'float32', (view, at, little) => view.getFloat64(at, little)),
  i1: type('int8', 1, 'int32', (view, at) => view.getInt8(at)),
  i2: type('int16', 2, 'int32', (view, at, little) => view.getInt16(at, little)),
  i4: type('int32', 4, 'int32', (view, at, little) => view.getInt32(at, little)),
  i8: type('int64', 8, 'int32', (view, at, little) => Number(view.getBigInt64(at, little))),
  u1: type('uint8', 1, 'int32', (view, at) => view.getUint8(at)),
  u2: type('uint16', 2, 'int32', (view, at, little) => view.getUint16(at, little)),
  u4: type('uint32', 4, 'int32', (view, at, little) => view.getUint32(at, little)),
  u8: type('uint64', 8, 'int32', (view, at, little) => Number(view.getBigUint64(at, little))),
  b1: type('bool', 1, 'bool', (view, at) => (view.getUint8(at) === 0 ? 0 : 1)),
};

/** Sign, five bits of exponent, ten of mantissa (IEEE 754 binary16). */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** What NumPy calls the elements of typed arrays. */
export const DESCRS: Readonly<Record<string, string>> = {
  Float32Array: '<f4',
  Float64Array: '<f8',
  Int8Array: '|i1',
  Int16Array: '<i2',
  Int32Array: '<i4',
  Uint8Array: '|u1',
  Uint8ClampedArray: '|u1',
  Uint16Array: '<u2',
  Uint32Array: '<u4',
};

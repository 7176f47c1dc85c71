import { DataError } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { NUMPY_TYPES, type NumpyType } from './dtypes.ts';
import { readHeader } from './npy-header.ts';

/**
 * The array in the bytes of a .npy file.
 *
 * @throws DataError for what is no such file, a damaged one, types that tensors do not hold, and numbers beyond theirs.
 */
export function decodeNpy(who: string, name: string, bytes: Uint8Array): tf.Tensor {
  const { descr, isFortran, shape, start } = readHeader(who, name, bytes);
  const type = NUMPY_TYPES[descr.slice(1)];
  if (type === undefined || !/^[<>|=]/.test(descr)) {
    throw new DataError(
      `${who}: ${name} holds elements of type ${JSON.stringify(descr)}${about(descr)}. Numbers and booleans are read: save it with .astype('float32').`,
    );
  }
  const size = shape.reduce((product, length) => product * length, 1);
  const found = bytes.length - start;
  if (found !== size * type.bytes) {
    throw new DataError(
      `${who}: ${name} says that its shape is (${shape.join(', ')}), which takes ${size * type.bytes} bytes, but ${found} follow the header. It is ${found < size * type.bytes ? 'truncated' : 'longer than it says'}.`,
    );
  }
  const values = elements(who, name, bytes.subarray(start), type, size, descr.startsWith('>'));
  return tf.tensor(isFortran ? rowMajor(values, shape) : values, [...shape], type.dtype);
}

function about(descr: string): string {
  if (/^[|<>=]?O/.test(descr)) return ' (Python objects, which are never unpacked)';
  if (/^[|<>=]?[US]/.test(descr)) return ' (texts)';
  return /^[|<>=]?c/.test(descr) ? ' (complex numbers)' : '';
}

type Values = Float32Array | Int32Array | Uint8Array;

function elements(
  who: string,
  name: string,
  bytes: Uint8Array,
  type: NumpyType,
  size: number,
  isBig: boolean,
): Values {
  const values: Values =
    type.dtype === 'float32'
      ? new Float32Array(size)
      : type.dtype === 'int32'
        ? new Int32Array(size)
        : new Uint8Array(size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < size; i++) {
    const value = type.read(view, i * type.bytes, !isBig);
    values[i] = value;
    // NaN and infinities are what they are; a finite number must stay one.
    const isKept =
      type.dtype === 'float32'
        ? Number.isFinite(values[i]) || !Number.isFinite(value)
        : values[i] === value;
    if (isKept) continue;
    throw new DataError(
      `${who}: element ${i} of ${name} is ${value} (${type.name}), beyond the range of ${type.dtype}, which tensors hold.${type.dtype === 'int32' ? " Save it with .astype('float32') if it need not be exact." : ''}`,
    );
  }
  return values;
}

/** From the first axis running fastest to the last. */
function rowMajor(values: Values, shape: readonly number[]): Values {
  const result = values.slice();
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
  const place = shape.map(() => 0);
  let from = 0;
  for (let at = 0; at < result.length; at++) {
    result[at] = values[from];
    // On to the next place, the last axis first.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      place[axis] += 1;
      if (place[axis] < shape[axis]) break;
      from -= place[axis] * strides[axis];
      place[axis] = 0;
    }
  }
  return result;
}

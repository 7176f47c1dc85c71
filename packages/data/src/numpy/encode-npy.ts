import * as tf from '@tsuno/core/tf';
import { type ArrayLikeData, isNumericArray, toRows } from '@tsuno/models';
import { DESCRS } from './dtypes.ts';
import { writeHeader } from './npy-header.ts';

/**
 * An array as NumPy's `np.save` writes it, to the byte, for wherever it is to go. Typed arrays keep their type; lists become
 * float32.
 *
 * @throws OptionError for what holds no numbers.
 * @example
 * import { data } from 'tsuno';
 *
 * const bytes = data.toNpy(Float64Array.of(1, 2, 3));
 * const back = await data.readNpy(bytes);
 * console.assert(back.dataSync().join() === '1,2,3');
 */
export function toNpy(x: ArrayLikeData): Uint8Array {
  return encodeNpy('toNpy', 'x', x);
}

export function encodeNpy(who: string, name: string, x: unknown): Uint8Array {
  const { descr, shape, values } = contentOf(who, name, x);
  const header = writeHeader(descr, shape);
  const bytes = new Uint8Array(header.length + values.byteLength);
  bytes.set(header);
  // Every machine that JavaScript runs on today is little-endian, and so is what is written.
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), header.length);
  return bytes;
}

function contentOf(who: string, name: string, x: unknown) {
  if (isNumericArray(x)) return { descr: DESCRS[x.constructor.name], shape: [x.length], values: x };
  if (x instanceof tf.Tensor && x.dtype === 'bool' && !x.isDisposed) {
    return { descr: '|b1', shape: x.shape, values: Uint8Array.from(x.dataSync()) };
  }
  // A single number has no rows.
  const isScalar = x instanceof tf.Tensor && x.rank === 0;
  const { values, shape, size } = toRows(who, name, isScalar ? x.dataSync() : x);
  const descr = values instanceof Int32Array ? '<i4' : '<f4';
  return { descr, shape: isScalar ? [] : [size, ...shape], values };
}

import {
  DataError,
  isPlainObject,
  OptionError,
  plainObjectHint,
  refuseUnknownOptions,
  requireOptions,
  requireWhole,
  show,
} from '@tsuno/core';
import type * as tf from '@tsuno/core/tf';
import type { ArrayLikeData, FileTarget } from '@tsuno/models';
import { openData, openDataTarget, readArchive, writeStored } from '@tsuno/saving/files';
import type { DataSource } from '../data-source.ts';
import { decodeNpy } from './decode-npy.ts';
import { encodeNpy } from './encode-npy.ts';

export interface NumpyReadOptions {
  /** Bytes that are read at most, unpacked: 4 GB by default. */
  readonly maxBytes?: number;
}

export interface NumpyWriteOptions {
  /** False refuses to take the place of a file that is there; true by default. */
  readonly overwrite?: boolean;
}

/**
 * Reads an array that NumPy has saved (`np.save`): a tensor of float32, int32 or bool, whatever the size and order of its
 * numbers were.
 *
 * @throws DataError for damaged files, texts and objects, and for numbers that float32 and int32 do not reach.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.load.html
 */
export async function readNpy(
  source: DataSource,
  options: NumpyReadOptions = {},
): Promise<tf.Tensor> {
  const maxBytes = budgetOf('readNpy', options);
  const place = await openData('readNpy', source);
  return decodeNpy('readNpy', place.name, await place.bytes(maxBytes));
}

/**
 * Reads all arrays of an archive (`np.savez`, compressed or not), by their names.
 *
 * @throws as `readNpy`.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 * @example
 * import { data } from 'tsuno';
 *
 * await data.writeNpz('digits.npz', { x: [[0, 1], [2, 3]], y: Uint8Array.of(7, 8) });
 * const { x, y } = await data.readNpz('digits.npz');
 * console.assert(x.shape.join() === '2,2' && y.dataSync()[1] === 8);
 */
export async function readNpz(
  source: DataSource,
  options: NumpyReadOptions = {},
): Promise<Readonly<Record<string, tf.Tensor>>> {
  const who = 'readNpz';
  const maxBytes = budgetOf(who, options);
  const place = await openData(who, source);
  const bytes = await place.bytes(maxBytes);
  if (bytes[0] === 0x93) {
    throw new DataError(`${who}: ${place.name} is a single array (.npy). Read it with readNpy.`);
  }
  // Arrays of zeros get a thousand times smaller.
  const archive = { who, file: place.name, bytes, maxBytes, mostGrowth: Number.POSITIVE_INFINITY };
  const members = await readArchive(archive, 'all');
  return Object.fromEntries(
    [...members].map(([member, content]) => [
      member.replace(/[.]npy$/, ''),
      decodeNpy(who, `${member} in ${place.name}`, content),
    ]),
  );
}

/**
 * Writes an array for NumPy's `np.load`, to the byte what `np.save` writes. Typed arrays keep their type, lists become float32.
 *
 * @param target a path under Node, or `'downloads://x.npy'` in a page.
 * @throws OptionError for what holds no numbers.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.save.html
 * @example
 * import { data } from 'tsuno';
 *
 * await data.writeNpy('labels.npy', Int32Array.of(3, 1, 2));
 * const labels = await data.readNpy('labels.npy');
 * console.assert(labels.dtype === 'int32' && labels.dataSync()[0] === 3);
 */
export async function writeNpy(
  target: FileTarget,
  x: ArrayLikeData,
  options: NumpyWriteOptions = {},
): Promise<void> {
  const bytes = encodeNpy('writeNpy', 'x', x);
  await write('writeNpy', target, bytes, options);
}

/**
 * Writes several arrays into one archive for NumPy's `np.load`, by their names, as `np.savez` does.
 *
 * @throws as `writeNpy`.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 */
export async function writeNpz(
  target: FileTarget,
  arrays: Readonly<Record<string, ArrayLikeData>>,
  options: NumpyWriteOptions = {},
): Promise<void> {
  const who = 'writeNpz';
  if (!isPlainObject(arrays) || Object.keys(arrays).length === 0) {
    throw new OptionError(
      `${who}: arrays must be an object such as { x, y }, got ${show(arrays)}.${plainObjectHint(arrays)}`,
    );
  }
  const members = Object.entries(arrays).map(([name, x]) => ({
    name: `${name}.npy`,
    bytes: encodeNpy(who, name, x),
  }));
  await write(who, target, writeStored(who, members), options);
}

function budgetOf(who: string, options: NumpyReadOptions): number {
  requireOptions(who, options, '{ maxBytes: 1e9 }');
  const { maxBytes = 2 ** 32, ...unknown } = options;
  refuseUnknownOptions(who, unknown, ['maxBytes']);
  requireWhole(who, { maxBytes }, 1);
  return maxBytes;
}

async function write(
  who: string,
  target: FileTarget,
  bytes: Uint8Array,
  options: NumpyWriteOptions,
): Promise<void> {
  requireOptions(who, options, '{ overwrite: false }');
  const { overwrite = true, ...unknown } = options;
  refuseUnknownOptions(who, unknown, ['overwrite']);
  const place = openDataTarget(who, target);
  await place.write([{ name: place.fileName, bytes }], { overwrite });
}

import type { NamedWeight } from '@tsuno/models';
import { crc32Text } from '../numbers/crc32.ts';
import { LENGTH_BYTES } from './read-header.ts';

/** The reference implementation pads headers to this, so that numbers stand where a reader can take them as they are. */
const ALIGNMENT = 8;

const encoder = new TextEncoder();

/**
 * Tensors under their paths as the reference implementation writes them: in the order of their names' bytes, after a
 * header padded with spaces.
 *
 * Metadata: `crc32` of all tensors' bytes, and their `order` in the model.
 */
export function writeSafetensors(weights: readonly NamedWeight[]): Uint8Array {
  const sorted = weights
    .map(({ path, shape, values }) => ({
      path,
      shape,
      key: encoder.encode(path),
      bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    }))
    .sort((a, b) => compareBytes(a.key, b.key));
  let size = 0;
  const entries = sorted.map(({ path, shape, bytes }) => {
    const offsets = [size, size + bytes.length];
    size += bytes.length;
    return [path, { dtype: 'F32', shape, data_offsets: offsets }] as const;
  });
  const metadata = {
    crc32: crc32Text(...sorted.map(({ bytes }) => bytes)),
    format: 'tsuno',
    order: JSON.stringify(weights.map(({ path }) => path)),
  };
  // Written entry by entry, because an object would move names that are whole numbers to the front.
  const json = [['__metadata__', metadata] as const, ...entries]
    .map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`)
    .join(',');
  const header = encoder.encode(`{${json}}`);
  const headerSize = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(LENGTH_BYTES + headerSize + size);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerSize), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerSize);
  file.set(header, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerSize;
  for (const { bytes } of sorted) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const differing = a.findIndex((byte, index) => byte !== b[index]);
  return differing < 0 ? a.length - b.length : a[differing] - (b[differing] ?? -1);
}

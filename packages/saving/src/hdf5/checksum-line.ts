import { DataError } from '@tsuno/core';
import { crc32Text } from '../numbers/crc32.ts';
import type { Hdf5Name } from './read-hdf5.ts';

const MARK = 'tsuno crc32 ';
const LENGTH = MARK.length + 9;

/**
 * A file with a line behind it that holds its CRC-32: HDF5 has no checksum of what datasets hold. HDF5 knows where its
 * file ends and does not look at what follows; who changes the file with it loses the line.
 */
export function withChecksumLine(bytes: Uint8Array): Uint8Array {
  const line = new TextEncoder().encode(`${MARK}${crc32Text(bytes)}\n`);
  const whole = new Uint8Array(bytes.length + line.length);
  whole.set(bytes);
  whole.set(line, bytes.length);
  return whole;
}

/** The file without its line. @throws DataError when it is not what the line was made for. */
export function checkedByLine({ who, file }: Hdf5Name, bytes: Uint8Array): Uint8Array {
  const end = Math.max(0, bytes.length - LENGTH);
  const line = new TextDecoder().decode(bytes.subarray(end));
  if (!line.startsWith(MARK)) return bytes;
  const inside = bytes.subarray(0, end);
  if (line === `${MARK}${crc32Text(inside)}\n`) return inside;
  throw new DataError(
    `${who}: ${file} is damaged: its checksum is not that of its last line. Take another copy of it.`,
  );
}

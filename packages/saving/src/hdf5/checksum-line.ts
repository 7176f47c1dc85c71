import { DataError } from '@tsuno/core';
import { crc32Text } from '../numbers/crc32.ts';
import type { Hdf5Name, Hdf5Reader } from './read-hdf5.ts';

/** An attribute of the root that says that a line follows: it cannot be lost unseen. */
export const LINE_FOLLOWS = 'tsuno_checksum_line';

const MARK = 'tsuno crc32 ';
const LENGTH = MARK.length + 9;

/**
 * A file with a line behind it that holds its CRC-32: HDF5 has no checksum of what datasets hold. HDF5 knows where its
 * file ends and does not look at what follows; who changes the file with it loses the line, and the attribute that says
 * that there is one stays.
 */
export function withChecksumLine(bytes: Uint8Array): Uint8Array {
  const line = new TextEncoder().encode(`${MARK}${crc32Text(bytes)}\n`);
  const whole = new Uint8Array(bytes.length + line.length);
  whole.set(bytes);
  whole.set(line, bytes.length);
  return whole;
}

/** The file without its line, if it has one. @throws DataError when it is not what the line was made for. */
export function checkedByLine(
  { who, file }: Hdf5Name,
  bytes: Uint8Array,
): { readonly inside: Uint8Array; readonly hasLine: boolean } {
  const end = Math.max(0, bytes.length - LENGTH);
  const line = new TextDecoder().decode(bytes.subarray(end));
  if (!line.startsWith(MARK)) return { inside: bytes, hasLine: false };
  const inside = bytes.subarray(0, end);
  if (line === `${MARK}${crc32Text(inside)}\n`) return { inside, hasLine: true };
  throw new DataError(
    `${who}: ${file} is damaged: its checksum is not that of its last line. Take another copy of it.`,
  );
}

/** @throws DataError for a file without a line that was written with one. */
export function requireNoLostLine({ who, file }: Hdf5Name, reader: Hdf5Reader): void {
  if (reader.word('', LINE_FOLLOWS) === null) return;
  throw new DataError(
    `${who}: ${file} has lost the line with its checksum: its end is damaged, or another program has changed it. Take another copy of it; if you changed it yourself, delete the attribute ${LINE_FOLLOWS} of its root.`,
  );
}

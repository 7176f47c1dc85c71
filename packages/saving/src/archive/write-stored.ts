import { UnsupportedError } from '@tsuno/core';
import { crc32 } from '../numbers/crc32.ts';
import type { NamedBytes } from '../places/place.ts';

/** Sizes and places in a ZIP archive have 32 bits. */
const MOST_BYTES = 2 ** 32 - 1;

const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END = 22;

/** 1980-01-01 00:00, the first date that there is: the same bytes for the same members. */
const DATE = (1 << 5) | 1;
const TIME = 0;

/** Names are in UTF-8. */
const FLAGS = 1 << 11;

/** A regular file that its owner writes and others read. */
const ATTRIBUTES = 0o100644 * 2 ** 16;
const MADE_BY_UNIX = (3 << 8) | 20;
const VERSION = 20;

/**
 * A ZIP archive (PKWARE's APPNOTE 6.3.10) whose members are stored as they are: numbers that have been trained hardly
 * get smaller. A library would do, but its streams take three times as long as all the rest of a save.
 */
export function writeStored(who: string, members: readonly NamedBytes[]): Uint8Array {
  const encoded = members.map(({ name, bytes }) => ({
    name: new TextEncoder().encode(name),
    bytes,
    crc: crc32(bytes),
  }));
  const size = encoded.reduce(
    (sum, { name, bytes }) => sum + LOCAL_HEADER + CENTRAL_HEADER + 2 * name.length + bytes.length,
    END,
  );
  if (size > MOST_BYTES) {
    throw new UnsupportedError(
      `${who}: the archive would have ${size} bytes, and no more than ${MOST_BYTES} are possible. Save the weights alone.`,
    );
  }
  const archive = new Uint8Array(size);
  const view = new DataView(archive.buffer);
  let at = 0;
  const put = (value: number, bytes: 2 | 4) => {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  };
  const putBytes = (bytes: Uint8Array) => {
    archive.set(bytes, at);
    at += bytes.length;
  };
  /** What the headers of a member have in common. */
  const putFacts = ({ name, bytes, crc }: (typeof encoded)[number]) => {
    put(VERSION, 2);
    put(FLAGS, 2);
    put(0, 2); // stored
    put(TIME, 2);
    put(DATE, 2);
    put(crc, 4);
    put(bytes.length, 4);
    put(bytes.length, 4);
    put(name.length, 2);
    put(0, 2); // no extra field
  };
  const places = encoded.map((member) => {
    const place = at;
    put(0x04034b50, 4);
    putFacts(member);
    putBytes(member.name);
    putBytes(member.bytes);
    return place;
  });
  const directory = at;
  for (const [index, member] of encoded.entries()) {
    put(0x02014b50, 4);
    put(MADE_BY_UNIX, 2);
    putFacts(member);
    put(0, 2); // no comment
    put(0, 2); // the first disk
    put(0, 2); // not known to be text
    put(ATTRIBUTES, 4);
    put(places[index], 4);
    putBytes(member.name);
  }
  const directorySize = at - directory;
  put(0x06054b50, 4);
  put(0, 2);
  put(0, 2);
  put(encoded.length, 2);
  put(encoded.length, 2);
  put(directorySize, 4);
  put(directory, 4);
  put(0, 2); // no comment
  return archive;
}

import { DataError, TsunoError } from '@tsuno/core';
import { brief } from '../brief.ts';
import { type Entry, type FileEntry, loadZip } from '../library/zip.ts';
import { crc32 } from '../numbers/crc32.ts';

/** Keras's archives have three members, and those of vocabularies a few more. */
const MOST_MEMBERS = 1_000;

/** Stored, and compressed by deflate: what Keras and the usual programs write. */
const STORED = 0;
const DEFLATED = 8;

/** Trained numbers and JSON do not grow more. */
const MOST_GROWTH = 200;

interface Archive {
  readonly who: string;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly maxBytes: number;
  /** Members that grow more than so many times are refused; 200 times when it is left out. */
  readonly mostGrowth?: number;
}

/**
 * The members of a ZIP archive that are asked for, by name, or all; those that it lacks are left out.
 *
 * Only an archive that every program reads alike is taken: nothing before, between or behind its members, no name twice,
 * local headers that say what the directory says, members whose CRC is right, and all within the budget before anything
 * is unpacked.
 *
 * @throws DataError for any other.
 */
export async function readArchive(
  archive: Archive,
  names: readonly string[] | 'all',
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { who, file } = archive;
  try {
    const entries = await entriesOf(archive);
    const wanted =
      names === 'all' ? [...entries.values()] : names.flatMap((name) => entries.get(name) ?? []);
    requireBudget(archive, wanted);
    const members = new Map<string, Uint8Array>();
    for (const entry of wanted) members.set(entry.filename, await unpacked(archive, entry));
    return members;
  } catch (cause) {
    if (cause instanceof TsunoError) throw cause;
    throw new DataError(
      `${who}: ${file} is not a ZIP archive, or a damaged one: ${brief((cause as Error).message)}.`,
      { cause },
    );
  }
}

async function entriesOf({ who, file, bytes }: Archive): Promise<ReadonlyMap<string, FileEntry>> {
  const { Uint8ArrayReader, ZipReader } = await loadZip();
  const reader = new ZipReader(new Uint8ArrayReader(bytes), STRICT);
  const entries = new Map<string, FileEntry>();
  let end = 0;
  let count = 0;
  for await (const entry of reader.getEntriesGenerator()) {
    count += 1;
    const fault =
      count > MOST_MEMBERS
        ? `it has more than ${MOST_MEMBERS} members`
        : entry.offset < end
          ? `${brief(entry.filename)} overlaps another member`
          : faultOf(entry);
    if (fault !== null)
      throw new DataError(`${who}: ${file} is no archive that can be read: ${fault}.`);
    end = entry.offset + entry.compressedSize;
    if (!entry.directory) entries.set(entry.filename, entry);
  }
  return entries;
}

const STRICT = { strictness: 'strict', useWebWorkers: false } as const;

function faultOf(entry: Entry): string | null {
  const name = brief(entry.filename);
  if (entry.encrypted) return `${name} is encrypted`;
  if (entry.symlink) return `${name} is a link to another file`;
  return null;
}

function requireBudget(
  { who, file, maxBytes, mostGrowth = MOST_GROWTH }: Archive,
  entries: readonly FileEntry[],
): void {
  let total = 0;
  for (const { filename, uncompressedSize, compressedSize, compressionMethod } of entries) {
    total += uncompressedSize;
    const method = Number(compressionMethod);
    if (method !== STORED && method !== DEFLATED) {
      throw new DataError(
        `${who}: in ${file}, ${filename} is packed by method ${method}; stored and deflated members are read.`,
      );
    }
    if (uncompressedSize > compressedSize * (method === STORED ? 1 : mostGrowth) + 1024) {
      throw new DataError(
        `${who}: in ${file}, ${filename} would grow from ${compressedSize} to ${uncompressedSize} bytes.`,
      );
    }
  }
  if (total > maxBytes) {
    throw new DataError(
      `${who}: ${file} holds ${total} bytes when unpacked, more than ${maxBytes}. More are read with the option maxBytes.`,
    );
  }
}

async function unpacked({ who, file, bytes }: Archive, entry: FileEntry): Promise<Uint8Array> {
  // Compares the local header with the directory, and the place with those of other members.
  await entry.getData(new WritableStream(), { ...STRICT, checkOverlappingEntryOnly: true });
  const content =
    Number(entry.compressionMethod) === STORED ? storedBytes(bytes, entry) : await inflated(entry);
  if (content.length === entry.uncompressedSize && crc32(content) === entry.crc32) return content;
  throw new DataError(
    `${who}: in ${file}, ${entry.filename} is damaged: its checksum is not the one that the archive names.`,
  );
}

/** The bytes where they are: a local header of 30 bytes, a name and an extra field stand before them. */
function storedBytes(bytes: Uint8Array, { offset, compressedSize }: FileEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  return bytes.subarray(start, start + compressedSize);
}

async function inflated(entry: FileEntry): Promise<Uint8Array> {
  const { Uint8ArrayWriter } = await loadZip();
  return entry.getData(new Uint8ArrayWriter(), { ...STRICT, checkSignature: false });
}

import { DataError, OptionError, show } from '@tsuno/core';
import { partsInside } from '../inside.ts';
import type { OpenSource } from '../place.ts';
import { tooLarge } from '../too-large.ts';
import { ifThere, type OpenFile, type Stats, type System } from './system.ts';
import { readError } from './system-error.ts';

/** Bytes that are asked for at a time. */
const PIECE = 2 ** 24;

/** The same where pieces are handed on one by one. */
const SMALL_PIECE = 2 ** 20;

/** A path: a regular file, looked at before it is read. */
export function pathSource(who: string, system: System, given: string): OpenSource {
  const { paths, files } = system;
  const name = show(given);
  if (given.includes('\0')) {
    throw new OptionError(`${who}: ${name} is no path. Give one such as "models/digits.keras".`);
  }
  const path = paths.resolve(given);
  const read = async (of: string, shown: string, most: number) => {
    try {
      return await readRegular(who, system, of, shown, most);
    } catch (error) {
      throw readError(who, shown, error);
    }
  };
  return {
    name,
    fileName: paths.basename(path),
    bytes: (most) => read(path, name, most),
    pieces: (most) => readPieces(who, system, path, name, most),
    async beside(besides, most) {
      const parts = partsInside(who, besides);
      const shown = show(besides);
      const found = await insideFolder(system, path, parts).catch((error) => {
        throw readError(who, shown, error);
      });
      if (found === 'outside') {
        throw new DataError(
          `${who}: ${shown} is a link that leads out of the folder of ${name}. Put the file itself there.`,
        );
      }
      if (found === null) {
        throw new DataError(
          `${who}: ${shown} is not there, and ${name} is not whole without it. Put it into the same folder.`,
        );
      }
      return read(found, shown, most);
    },
    async isThere() {
      const stats = await ifThere(files.stat(path)).catch((error) => {
        throw readError(who, name, error);
      });
      return stats !== null;
    },
    async identity() {
      const stats = await ifThere(files.stat(path)).catch(() => null);
      return stats && `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeMs}`;
    },
  };
}

/** The file in the folder of the path, or, where the path is a link, in that of the file itself. */
async function insideFolder(
  { files, paths }: System,
  path: string,
  parts: readonly string[],
): Promise<string | 'outside' | null> {
  const folders = [paths.dirname(path), paths.dirname(await files.realpath(path))];
  for (const each of folders) {
    const folder = await files.realpath(each);
    const found = await ifThere(files.realpath(paths.join(folder, ...parts)));
    if (found === null) continue;
    const within = folder.endsWith(paths.sep) ? folder : folder + paths.sep;
    return found.startsWith(within) ? found : 'outside';
  }
  return null;
}

async function readRegular(
  who: string,
  system: System,
  path: string,
  name: string,
  most: number,
): Promise<Uint8Array> {
  const { file, size } = await openRegular(who, system, path, name, most);
  try {
    return await readAll(who, name, file, size);
  } finally {
    await file.close().catch(() => {});
  }
}

async function openRegular(
  who: string,
  { files, constants }: System,
  path: string,
  name: string,
  most: number,
): Promise<{ readonly file: OpenFile; readonly size: number }> {
  // Before it is opened: to open a pipe waits for a writer, and to open a device may do anything.
  requireReadable(who, name, await files.stat(path), most);
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  const file = await files.open(path, O_RDONLY | O_NONBLOCK);
  try {
    // It may be another one by now.
    const stats = await file.stat();
    requireReadable(who, name, stats, most);
    return { file, size: stats.size };
  } catch (error) {
    await file.close().catch(() => {});
    throw error;
  }
}

/** The same piece by piece, as far as the file reaches when its end is met. */
async function* readPieces(
  who: string,
  system: System,
  path: string,
  name: string,
  most: number,
): AsyncGenerator<Uint8Array, void> {
  const inWords = (error: unknown) => {
    throw readError(who, name, error);
  };
  const { file } = await openRegular(who, system, path, name, most).catch(inWords);
  try {
    for (let total = 0; ; ) {
      const bytes = new Uint8Array(SMALL_PIECE);
      const { bytesRead } = await file.read(bytes, 0, SMALL_PIECE, null).catch(inWords);
      if (bytesRead === 0) return;
      total += bytesRead;
      if (total > most) throw tooLarge(who, name, null, most);
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await file.close().catch(() => {});
  }
}

function requireReadable(who: string, name: string, stats: Stats, most: number): void {
  if (stats.isDirectory()) {
    throw new DataError(`${who}: ${name} is a folder. Give the path of the file in it.`);
  }
  if (!stats.isFile()) {
    throw new DataError(`${who}: ${name} is a device or a pipe. Give the path of a file.`);
  }
  if (stats.size === 0) throw new DataError(`${who}: ${name} is empty.`);
  if (stats.size > most) throw tooLarge(who, name, stats.size, most);
}

async function readAll(
  who: string,
  name: string,
  file: OpenFile,
  size: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await file.read(bytes, at, Math.min(PIECE, size - at), null);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  const { bytesRead: further } =
    at < size ? { bytesRead: 0 } : await file.read(new Uint8Array(1), 0, 1, null);
  if (at === size && further === 0) return bytes;
  throw new DataError(
    `${who}: ${name} is being written: it was ${size} bytes long, and ${at < size ? `ended after ${at}` : 'has become longer'}. Try again when it is done.`,
  );
}

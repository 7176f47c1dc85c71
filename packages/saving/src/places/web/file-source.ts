import { DataError, OptionError, show } from '@tsuno/core';
import { partsInside } from '../inside.ts';
import type { OpenSource } from '../place.ts';
import { tooLarge } from '../too-large.ts';

/** Bytes that are asked for at a time where pieces are handed on one by one. */
const PIECE = 2 ** 20;

/** A `Blob`, or one or more `File`s, of which the first that ends in .json, or else the first, names the others. */
export function fileSource(who: string, files: readonly Blob[]): OpenSource {
  const main = files.find((file) => /[.]json$/i.test(nameOf(file) ?? '')) ?? files[0];
  const fileName = nameOf(main);
  const name = fileName === null ? 'the Blob' : show(fileName);
  const folder = pathOf(main).slice(0, -(fileName ?? '').length);
  return {
    name,
    fileName,
    bytes: (most) => read(who, name, main, most),
    async *pieces(most) {
      if (main.size > most) throw tooLarge(who, name, main.size, most);
      for (let at = 0; at < main.size; at += PIECE) {
        yield await read(who, name, main.slice(at, at + PIECE), most);
      }
    },
    async beside(besides, most) {
      const path = partsInside(who, besides).join('/');
      const shown = show(besides);
      // Files that were chosen with their folder know their places in it; others stand side by side.
      const inFolder = files.filter((file) => pathOf(file) === folder + path);
      const plain = path.slice(path.lastIndexOf('/') + 1);
      const found = inFolder.length > 0 ? inFolder : files.filter((file) => nameOf(file) === plain);
      if (found.length === 1) return read(who, shown, found[0], most);
      const given = show(files.map((file) => nameOf(file) ?? 'a Blob'));
      throw new DataError(
        found.length === 0
          ? `${who}: ${name} needs ${shown}, which is not among the files ${given}. Give it too.`
          : `${who}: ${name} needs ${shown}, of which there are ${found.length} among the files ${given}. Give one.`,
      );
    },
  };
}

/** The list of a user, if it is one of files. @throws OptionError for lists of anything else. */
export function requireFiles(who: string, list: ArrayLike<unknown>): readonly Blob[] {
  // Looked at before it is copied: a list may say that it is longer than memory.
  const wrong = list.length === 0 || list.length > MOST_FILES;
  const files = wrong ? [] : Array.from(list);
  if (!wrong && files.every(isBlob)) return files;
  throw new OptionError(
    `${who}: a list holds the Files of one model, such as model.json and its shards, at most ${MOST_FILES}, got ${show(list)}.`,
  );
}

const MOST_FILES = 100_000;

export function isBlob(value: unknown): value is Blob {
  return value instanceof Blob;
}

async function read(who: string, name: string, file: Blob, most: number): Promise<Uint8Array> {
  if (file.size === 0) throw new DataError(`${who}: ${name} is empty.`);
  if (file.size > most) throw tooLarge(who, name, file.size, most);
  const buffer = await file.arrayBuffer().catch((cause: Error) => {
    throw new DataError(
      `${who}: ${name} cannot be read (${cause.message}). Choose the file again: it may have changed since.`,
      { cause },
    );
  });
  return new Uint8Array(buffer);
}

function nameOf(file: Blob): string | null {
  return ('name' in file && typeof file.name === 'string' && file.name) || null;
}

function pathOf(file: Blob): string {
  const path = 'webkitRelativePath' in file && file.webkitRelativePath;
  return (typeof path === 'string' && path) || nameOf(file) || '';
}

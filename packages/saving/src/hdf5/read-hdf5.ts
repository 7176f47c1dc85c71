import { DataError, TsunoError } from '@tsuno/core';
import { type LoadedHdf5, loadHdf5 } from '../library/h5wasm.ts';
import { type Hdf5Numbers, readNumbers } from './read-numbers.ts';
import { readWord } from './read-word.ts';
import { hasWholeHeaps } from './whole-heaps.ts';

/** An HDF5 file that is open for reading. Only paths that are asked for are looked up. */
export interface Hdf5Reader {
  hasGroup(path: string): boolean;
  /** The names in a group, in alphabetical order; none where there is no such group. */
  names(path: string): readonly string[];
  /** A dataset's numbers; null where there is none. @throws DataError for one that is no plain list of numbers. */
  numbers(path: string): Hdf5Numbers | null;
  /** An attribute that is a text; null where there is none. The root's path is empty. */
  word(path: string, attribute: string): string | null;
}

/** What a file is called in errors. */
export interface Hdf5Name {
  readonly who: string;
  /** `digits.weights.h5` */
  readonly file: string;
}

const PATH = '/read.h5';

/**
 * Opens an HDF5 file for as long as `use` takes.
 *
 * @throws DataError for a file that is none or is damaged, whatever the library says or breaks at.
 */
export async function readHdf5<T>(
  name: Hdf5Name,
  bytes: Uint8Array,
  use: (file: Hdf5Reader) => T,
): Promise<T> {
  const { who, file } = name;
  const { hdf5, module } = await loadHdf5();
  const { FS: files } = module;
  const stream = files.open(PATH, 'w');
  // Not copied: the library's file is these bytes, which are only read.
  files.write(stream, bytes, 0, bytes.length, 0, true);
  files.close(stream);
  try {
    const opened = new hdf5.File(PATH, 'r');
    if (opened.file_id < 0n) throw new DataError(`${who}: ${file} is no HDF5 file, or a cut one.`);
    try {
      return use(readerOf(name, module, opened.file_id, bytes));
    } finally {
      opened.close();
    }
  } catch (cause) {
    if (cause instanceof TsunoError) throw cause;
    throw new DataError(`${who}: ${file} is damaged: ${(cause as Error).message}.`, { cause });
  } finally {
    files.unlink(PATH);
  }
}

function readerOf(
  { who, file }: Hdf5Name,
  module: LoadedHdf5['module'],
  id: bigint,
  bytes: Uint8Array,
): Hdf5Reader {
  const fileBytes = bytes.length;
  const areHeapsWhole = once(() => hasWholeHeaps(bytes));
  /** What is at a path, through plain links alone; -1 for nothing. */
  const kinds = new Map<string, number>();
  const kindOf = (path: string): number => {
    const known = kinds.get(path);
    if (known !== undefined) return known;
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (path === '/') return module.H5G_GROUP;
    const isReached = parent === '' || kindOf(parent) === module.H5G_GROUP;
    const kind = isReached ? module.get_type(id, path) : -1;
    if (kind !== -1) refuseLink(path, kind);
    kinds.set(path, kind);
    return kind;
  };
  const refuseLink = (path: string, kind: number) => {
    const isLink =
      kind === module.H5G_LINK ||
      kind === module.H5G_UDLINK ||
      module.get_symbolic_link(id, path) !== null ||
      'filename' in module.get_external_link(id, path);
    if (isLink) {
      throw new DataError(
        `${who}: in ${file}, ${path} is a link to another place. Weights are only read from the file itself.`,
      );
    }
  };
  const absolute = (path: string) => `/${path}`;
  return {
    hasGroup: (path) => kindOf(absolute(path)) === module.H5G_GROUP,
    names(path) {
      if (kindOf(absolute(path)) !== module.H5G_GROUP) return [];
      return module.get_names(id, absolute(path), false);
    },
    numbers(path) {
      if (kindOf(absolute(path)) !== module.H5G_DATASET) return null;
      return readNumbers(module, { id, path: absolute(path), fileBytes }, (fault) => {
        throw new DataError(`${who}: in ${file}, ${path} ${fault}.`);
      });
    },
    word(path, attribute) {
      if (kindOf(absolute(path)) === -1) return null;
      if (!areHeapsWhole()) throw new DataError(`${who}: ${file} is damaged: its texts are.`);
      const place = { id, path: absolute(path), fileBytes };
      return readWord(module, place, attribute, (fault) => {
        throw new DataError(`${who}: in ${file}, the attribute ${attribute} of ${path} ${fault}.`);
      });
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

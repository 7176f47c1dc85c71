import { DataError, OptionError, show, type TsunoError, UnsupportedError } from '@tsuno/core';
import { partsInside } from '../inside.ts';
import type { NamedBytes, OpenSource, OpenTarget } from '../place.ts';
import { tooLarge } from '../too-large.ts';

const DATABASE = 'tsuno';
const STORE = 'models';

/** All files of a model are one record, so that a model is exchanged as one. */
interface Kept {
  readonly files: readonly NamedBytes[];
}

/** A model in the browser's own database, by its name. */
export function indexedDbTarget(who: string, shown: string, key: string): OpenTarget {
  return {
    name: shown,
    fileName: key,
    async write(files, { overwrite }) {
      // Views of larger buffers would be kept with all of these.
      const kept: Kept = {
        files: files.map(({ name, bytes }) => ({ name, bytes: bytes.slice() })),
      };
      await transact(who, shown, 'readwrite', (models) =>
        overwrite ? models.put(kept, key) : models.add(kept, key),
      );
    },
  };
}

export function indexedDbSource(who: string, shown: string, key: string): OpenSource {
  const once: { kept?: Promise<Kept> } = {};
  const model = () => {
    // The main file and those that it names are of one save, whoever saves meanwhile.
    once.kept ??= transact(who, shown, 'readonly', (models) => models.get(key)).then((kept) =>
      requireKept(who, shown, kept),
    );
    return once.kept;
  };
  const taken = (file: NamedBytes, name: string, most: number) => {
    if (file.bytes.length <= most) return file.bytes;
    throw tooLarge(who, name, file.bytes.length, most);
  };
  return {
    name: shown,
    fileName: key,
    bytes: async (most) => taken((await model()).files[0], shown, most),
    async beside(name, most) {
      const path = partsInside(who, name).join('/');
      const file = (await model()).files.find((each) => each.name === path);
      if (file !== undefined) return taken(file, show(name), most);
      throw new DataError(`${who}: ${shown} names ${show(name)}, which was not saved with it.`);
    },
  };
}

function requireKept(who: string, shown: string, kept: unknown): Kept {
  if (kept === undefined) {
    throw new DataError(
      `${who}: there is no ${shown} in this browser. Models belong to the site that saved them.`,
    );
  }
  const files = (kept as Partial<Kept> | null)?.files;
  const isWhole =
    Array.isArray(files) &&
    files.length > 0 &&
    files.every((each) => typeof each?.name === 'string' && each.bytes instanceof Uint8Array);
  if (isWhole) return { files };
  throw new DataError(`${who}: ${shown} is something else than a model.`);
}

/** One request in a transaction of its own: when it is done, it is on the disk, or it never happened. */
async function transact<T>(
  who: string,
  shown: string,
  mode: IDBTransactionMode,
  ask: (models: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const { indexedDB } = globalThis;
  if (indexedDB === undefined) {
    throw new UnsupportedError(
      `${who}: ${shown} is in a browser's database, and there is none here. Give a path such as "digits.keras".`,
    );
  }
  const database = await opened(who, shown, indexedDB);
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  } catch (error) {
    throw inWords(who, shown, error as DOMException);
  } finally {
    database.close();
  }
}

async function opened(who: string, shown: string, factory: IDBFactory): Promise<IDBDatabase> {
  try {
    return await new Promise((resolve, reject) => {
      const request = factory.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch (error) {
    throw inWords(who, shown, error as DOMException);
  }
}

function inWords(who: string, shown: string, error: DOMException | null): TsunoError {
  const options = { cause: error };
  if (error?.name === 'ConstraintError') {
    return new OptionError(
      `${who}: ${shown} is there already, and overwrite is false. Give another name, or { overwrite: true }.`,
      options,
    );
  }
  const what =
    error?.name === 'QuotaExceededError'
      ? 'this site has no more room in the browser. Remove models or other data of the site, or save to "downloads://…"'
      : `the browser refused (${error?.name ?? 'aborted'}: ${error?.message ?? ''}). Private windows and pages without an origin of their own have no database`;
  return new UnsupportedError(`${who}: ${shown}: ${what}.`, options);
}

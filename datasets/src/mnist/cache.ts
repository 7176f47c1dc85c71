import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makeFolder } from 'tsuno/core';

/** Where this program runs, as far as the choice of the cache folder goes. */
export interface Place {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  readonly platform: string;
}

/** Files that can be made or fetched again, each known by its SHA-256. */
export interface Cache {
  /** The file's bytes, or null where there is no such file or its sum is another. */
  read(name: string, sum: string): Promise<Uint8Array | null>;
  /** Keeps a file in the first folder that takes it, whole or not at all. Gives false where none does. */
  write(name: string, bytes: Uint8Array): Promise<boolean>;
}

/** `folders` are tried in order, both to read and to write. */
export function cacheIn(folders: readonly string[]): Cache {
  return {
    async read(name, sum) {
      for (const folder of folders) {
        const bytes = await readFile(join(folder, name)).catch(() => null);
        if (bytes !== null && sha256(bytes) === sum) return bytes;
      }
      return null;
    },
    async write(name, bytes) {
      for (const folder of folders) {
        if (await writeWhole(join(folder, name), bytes)) return true;
      }
      return false;
    },
  };
}

/**
 * The folders that may serve: the one asked for by option or by `TSUNO_CACHE` and no other; else that of the project
 * (of the nearest `node_modules` above the working directory), then that of the user, as the system has it.
 */
export function cacheFolders(cacheDir: string | undefined, place: Place): readonly string[] {
  const asked = cacheDir ?? place.env.TSUNO_CACHE;
  if (asked) return [resolve(place.cwd, asked)];
  const modules = nearestModules(place.cwd);
  const project = modules === null ? [] : [join(modules, '.cache', 'tsuno')];
  return [...project, join(userCache(place), 'tsuno')];
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function nearestModules(folder: string): string | null {
  const modules = join(folder, 'node_modules');
  if (existsSync(modules)) return modules;
  const parent = dirname(folder);
  return parent === folder ? null : nearestModules(parent);
}

function userCache({ env, home, platform }: Place): string {
  if (platform === 'win32') return env.LOCALAPPDATA || join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  return env.XDG_CACHE_HOME || join(home, '.cache');
}

/** Under another name first, then renamed: a reader, or a second writer, never meets half a file. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<boolean> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    await makeFolder(dirname(path));
    await writeFile(unfinished, bytes);
    await rename(unfinished, path);
    return true;
  } catch {
    await rm(unfinished, { force: true }).catch(() => {});
    return false;
  }
}

import { UnsupportedError } from './errors.ts';

interface FileSystem {
  stat(path: string): Promise<{ isDirectory(): boolean }>;
  mkdir(path: string): Promise<unknown>;
}

interface Paths {
  resolve(path: string): string;
  dirname(path: string): string;
}

/**
 * Makes a folder, and those above it that are missing, one by one: Node's own recursive `mkdir` never returns below
 * places such as `/proc`, where a folder can be neither found nor made.
 *
 * @throws UnsupportedError outside of Node; the system's error where the folder cannot be made.
 */
export async function makeFolder(folder: string): Promise<void> {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  // Asked for in this way, bundlers for browsers need not know of them.
  const files = process?.getBuiltinModule?.('node:fs/promises') as FileSystem | undefined;
  const paths = process?.getBuiltinModule?.('node:path') as Paths | undefined;
  if (files === undefined || paths === undefined) {
    throw new UnsupportedError('makeFolder: folders are made under Node only.');
  }
  const missing: string[] = [];
  let nearest = paths.resolve(folder);
  // A root that is missing (a drive) ends the search as well: making it says why it cannot be.
  while (nearest !== missing[0] && !(await exists(files, nearest))) {
    missing.unshift(nearest);
    nearest = paths.dirname(nearest);
  }
  for (const path of missing) {
    await files.mkdir(path).catch((error: SystemError) => {
      // Somebody else may have made it meanwhile.
      if (error.code !== 'EEXIST') throw error;
    });
  }
  if (!(await files.stat(folder)).isDirectory()) {
    throw new Error(`${folder} is a file, and no folder`);
  }
}

interface SystemError extends Error {
  readonly code?: string;
}

async function exists(files: FileSystem, path: string): Promise<boolean> {
  try {
    await files.stat(path);
    return true;
  } catch (error) {
    const { code } = error as SystemError;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

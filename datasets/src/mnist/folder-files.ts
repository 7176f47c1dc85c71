import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, OptionError } from 'tsuno/core';
import { type FourOf, FULL_FILES } from './full-files.ts';
import type { NamedBytes } from './read-digits.ts';

/**
 * The four files of a folder, each under any of the names they go by:
 * `train-images-idx3-ubyte` or `train-images.idx3-ubyte`, with or without `.gz`.
 *
 * @param given is how errors call the folder: the option or the variable that named it.
 * @throws OptionError where there is no such folder, DataError where a file is missing or cannot be read.
 */
export async function folderFiles(
  folder: string,
  given: string,
  signal: AbortSignal | undefined,
): Promise<FourOf<NamedBytes>> {
  const present = await readdir(folder).catch((cause: Error) => {
    throw new OptionError(
      `mnist.load: ${given} must be a folder, got ${folder} (${cause.message}).`,
      {
        cause,
      },
    );
  });
  const find = (name: string) => namesOf(name).find((candidate) => present.includes(candidate));
  const missing = Object.values(FULL_FILES).filter(({ name }) => find(name) === undefined);
  if (missing.length > 0) {
    throw new DataError(
      `mnist.load: ${given} is ${folder}, which lacks ${missing.map(({ name }) => name).join(', ')}. ` +
        'The names may also end without .gz, and have a dot for the second hyphen (train-images.idx3-ubyte).',
    );
  }
  const read = async ({ name }: { readonly name: string }): Promise<NamedBytes> => {
    signal?.throwIfAborted();
    const path = join(folder, find(name) as string);
    const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'EISDIR' ? 'it is a folder' : cause.message;
      throw new DataError(
        `mnist.load: ${given} must hold four IDX files, but ${path} cannot be read: ${reason}.`,
        { cause },
      );
    });
    return { name: path, bytes };
  };
  return {
    trainImages: await read(FULL_FILES.trainImages),
    trainLabels: await read(FULL_FILES.trainLabels),
    testImages: await read(FULL_FILES.testImages),
    testLabels: await read(FULL_FILES.testLabels),
  };
}

function namesOf(gzipped: string): readonly string[] {
  const plain = gzipped.replace(/\.gz$/, '');
  const dotted = plain.replace('-idx', '.idx');
  return [plain, dotted, gzipped, `${dotted}.gz`];
}

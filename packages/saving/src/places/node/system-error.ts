import { DataError, OptionError, TsunoError, UnsupportedError } from '@tsuno/core';
import { codeOf } from './system.ts';

/** What went wrong, and what to do, by the system's name for it. */
const WORDS: Readonly<Record<string, readonly [what: string, advice: string]>> = {
  ENOSPC: ['the disk is full', 'Free some room, or choose another place'],
  EDQUOT: ['your share of the disk is used up', 'Free some room, or choose another place'],
  EFBIG: ['the file system holds no file as large', 'Choose another place'],
  EROFS: ['the file system is read-only', 'Choose another place'],
  EACCES: ['permission is denied', 'Ask for the right to it, or choose another place'],
  EPERM: ['the system does not permit it', 'Ask for the right to it, or choose another place'],
  EBUSY: ['it is in use', 'Try again when it is free'],
  EIO: ['the disk failed', 'Check the disk, or choose another place'],
  EMFILE: ['too many files are open', 'Close some of them'],
  ENFILE: ['too many files are open', 'Close some of them'],
  ENOENT: ['there is no such file', 'Check the path'],
  ENOTDIR: ['a part of the path is no folder', 'Check the path'],
  EISDIR: ['it is a folder', 'Give the path of a file'],
  ELOOP: ['its links lead in a circle', 'Check the path'],
  ENAMETOOLONG: ['the name is too long', 'Give a shorter one'],
};

/** What is wrong with the path, rather than with the system. */
const OF_THE_PATH = new Set(['ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG']);

/** Why nothing was written, in words; `kept` is what has become of the file that was there. */
export function writeError(who: string, name: string, error: unknown, kept: string): TsunoError {
  if (error instanceof TsunoError) return error;
  const { what, advice } = wordsFor(error);
  const message = `${who}: ${name} cannot be written: ${what}. ${kept} ${advice}.`;
  const options = { cause: error };
  return OF_THE_PATH.has(codeOf(error) ?? '')
    ? new OptionError(message, options)
    : new UnsupportedError(message, options);
}

/** Why nothing could be read, in words. */
export function readError(who: string, name: string, error: unknown): TsunoError {
  if (error instanceof TsunoError) return error;
  const { what, advice } = wordsFor(error);
  return new DataError(`${who}: ${name} cannot be read: ${what}. ${advice}.`, { cause: error });
}

function wordsFor(error: unknown): { readonly what: string; readonly advice: string } {
  const code = codeOf(error) ?? '';
  const [what, advice] = WORDS[code] ?? [(error as Error).message, 'Choose another place'];
  return { what: code in WORDS ? `${what} (${code})` : what, advice };
}

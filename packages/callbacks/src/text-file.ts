import { UnsupportedError } from '@tsuno/core';

/** A file that text is added to. */
export interface TextFile {
  readonly append: (text: string) => void;
  /** Bytes; 0 when it is not there. */
  size(): number;
  /** Takes away what is beyond so many bytes, and makes the file if it is not there. */
  cutTo(size: number): void;
}

/** The part of Node's file system that is needed here: no module of Node's is imported, so that pages can be bundled. */
interface Files {
  appendFileSync(path: string, text: string): void;
  truncateSync(path: string, size: number): void;
  statSync(path: string, options: { throwIfNoEntry: false }): { size: number } | undefined;
}

/** @throws UnsupportedError where there are no files. */
export function textFile(who: string, path: string): TextFile {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const files = process?.getBuiltinModule?.('node:fs') as Files | undefined;
  if (files === undefined) {
    throw new UnsupportedError(`${who}: there are no files here. Give write: (text) => … instead.`);
  }
  const size = () => files.statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return {
    append: (text) => files.appendFileSync(path, text),
    size,
    cutTo(most) {
      files.appendFileSync(path, '');
      if (size() > most) files.truncateSync(path, most);
    },
  };
}

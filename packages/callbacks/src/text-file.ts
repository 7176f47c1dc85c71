import { UnsupportedError } from '@tsuno/core';

/** A file that text is added to. */
export interface TextFile {
  readonly append: (text: string) => void;
  hasText(): boolean;
  clear(): void;
}

/** The part of Node's file system that is needed here: no module of Node's is imported, so that pages can be bundled. */
interface Files {
  appendFileSync(path: string, text: string): void;
  writeFileSync(path: string, text: string): void;
  statSync(path: string, options: { throwIfNoEntry: false }): { size: number } | undefined;
}

/** @throws UnsupportedError where there are no files. */
export function textFile(who: string, path: string): TextFile {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const files = process?.getBuiltinModule?.('node:fs') as Files | undefined;
  if (files === undefined) {
    throw new UnsupportedError(`${who}: there are no files here. Give write: (text) => … instead.`);
  }
  return {
    append: (text) => files.appendFileSync(path, text),
    hasText: () => (files.statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0,
    clear: () => files.writeFileSync(path, ''),
  };
}

import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NamedBytes } from '../../src/places/place.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder for one test; it is gone after it. */
export function freshFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tsuno-places-')));
  folders.push(folder);
  return folder;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const file = (name: string, text: string): NamedBytes => ({ name, bytes: bytesOf(text) });

/** All files of a folder, name → text. */
export function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isFile());
  return Object.fromEntries(
    names.map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

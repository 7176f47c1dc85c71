import { contentHash } from './content-hash.ts';

/**
 * The name of a file that a main file refers to, such as a shard of weights: it tells its content. So a save never writes
 * over a file that the main file on the disk refers to, and a reader finds all of the old model or all of the new one.
 *
 * @param label what it is, in letters and digits: `shard1of2`.
 */
export function companionName(mainName: string, label: string, bytes: Uint8Array): string {
  return `${mainName}.${label}.${contentHash(bytes)}.bin`;
}

/** The hash in the name of such a file; null for any other name. */
export function companionHash(mainName: string, name: string): string | null {
  if (!name.startsWith(`${mainName}.`)) return null;
  return /^\w+[.]([0-9a-f]{16})[.]bin$/.exec(name.slice(mainName.length + 1))?.[1] ?? null;
}

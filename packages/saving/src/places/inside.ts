import { DataError, show } from '@tsuno/core';

/** Longer names are none that a format writes. */
const LONGEST = 1024;

/**
 * The parts of a name that a file gives for another one beside it: `shards/a.bin` → `['shards', 'a.bin']`.
 *
 * @throws DataError for a name that leads out of the folder, or that systems read in different ways.
 */
export function partsInside(who: string, name: unknown): readonly string[] {
  const parts = typeof name === 'string' && name.length <= LONGEST ? name.split('/') : [];
  const isPlain = (part: string) =>
    part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part);
  if (parts.length > 0 && parts.every(isPlain)) return parts;
  const shown = show(typeof name === 'string' ? name.slice(0, 100) : name);
  throw new DataError(
    `${who}: the file names another one as ${shown}. Only files in its own folder are read: "weights.bin", "shards/weights.bin".`,
  );
}

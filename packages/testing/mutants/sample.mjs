import { createHash } from 'node:crypto';
import { basename } from 'node:path';

/** Whether a change is among those that are tried: a share `rate` of all, chosen by the seed and the change itself. */
export function isSampled({ fileName, location, replacement }, rate, seed) {
  const { start, end } = location;
  const text = [
    seed,
    basename(fileName),
    start.line,
    start.column,
    end.line,
    end.column,
    replacement,
  ].join('|');
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32 < rate;
}

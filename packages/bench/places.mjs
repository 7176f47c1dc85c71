import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BENCH = dirname(fileURLToPath(import.meta.url));
export const REPOSITORY = resolve(BENCH, '..', '..');
/** What the benchmark makes for itself; not in git. */
export const CACHE = resolve(BENCH, '.cache');

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads a file that `goldens/make_goldens.py` has made with real Keras. */
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, '..', 'goldens', name), 'utf8'));
}

import { DataError, OptionError } from '../../core/src/index.ts';
import type { OpenSource, OpenTarget } from '../src/places/place.ts';

/** Files in memory: tests of formats need no others. `jest.mock('../src/places/places.ts', …)` puts this in their place. */
export const files = new Map<string, Uint8Array>();

export async function openSource(_who: string, source: unknown): Promise<OpenSource> {
  const name = source instanceof Uint8Array ? 'the bytes' : String(source);
  const taken = (bytes: Uint8Array | undefined, from: string, most: number) => {
    if (bytes === undefined) throw new DataError(`there is no ${from}.`);
    if (bytes.length > most) throw new DataError(`${from} has ${bytes.length} bytes of ${most}.`);
    return bytes;
  };
  return {
    name,
    fileName: source instanceof Uint8Array ? null : name,
    bytes: async (most) =>
      taken(source instanceof Uint8Array ? source : files.get(name), name, most),
    beside: async (beside, most) => taken(files.get(beside), beside, most),
  };
}

export function openTarget(who: string, target: unknown): OpenTarget {
  const name = String(target);
  return {
    name,
    fileName: name,
    async write(written, { overwrite }) {
      if (!overwrite && files.has(name)) throw new OptionError(`${who}: ${name} is there.`);
      for (const file of written) files.set(file.name, file.bytes);
    },
  };
}

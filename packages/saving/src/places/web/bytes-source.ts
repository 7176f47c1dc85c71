import { DataError, show } from '@tsuno/core';
import { partsInside } from '../inside.ts';
import type { OpenSource } from '../place.ts';
import { tooLarge } from '../too-large.ts';

/** Bytes in memory, which nobody changes any more. */
export function bytesSource(who: string, bytes: Uint8Array): OpenSource {
  return {
    name: 'the array of bytes',
    fileName: null,
    async bytes(most) {
      if (bytes.length === 0) {
        throw new DataError(
          `${who}: the bytes are none: they are empty, or were transferred away.`,
        );
      }
      if (bytes.length > most) throw tooLarge(who, 'the bytes', bytes.length, most);
      return bytes;
    },
    async beside(name) {
      partsInside(who, name);
      throw new DataError(
        `${who}: the bytes need ${show(name)}, which stands beside them. Give all the files as a list of Files.`,
      );
    },
  };
}

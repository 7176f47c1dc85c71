import { DataError } from '@tsuno/core';

/** The refusal of a file that holds more bytes than may be read; `size` is null where it is not known. */
export function tooLarge(who: string, name: string, size: number | null, most: number): DataError {
  const held = size === null ? `more than ${most}` : size;
  return new DataError(
    `${who}: ${name} holds ${held} bytes, and at most ${most} are read. If you trust it, raise maxBytes.`,
  );
}

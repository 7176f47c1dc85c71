import { gunzipSync } from 'node:zlib';
import { DataError } from 'tsuno/core';
import { readIdx } from '../idx.ts';
import { type DigitSet, joinDigits, type NamedIdx } from './digit-set.ts';
import type { FourOf } from './full-files.ts';
import { reasonOf } from './reason.ts';

/** A file in memory, gzipped or not. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Halves {
  readonly train: DigitSet;
  readonly test: DigitSet;
}

/** @throws DataError where one of the four is damaged, or two do not belong together. */
export function readDigits(files: FourOf<NamedBytes>): Halves {
  return {
    train: joinDigits(unpackIdx(files.trainImages), unpackIdx(files.trainLabels)),
    test: joinDigits(unpackIdx(files.testImages), unpackIdx(files.testLabels)),
  };
}

function unpackIdx({ name, bytes }: NamedBytes): NamedIdx {
  return { name, ...readIdx(isGzip(bytes) ? unzip(name, bytes) : bytes, `mnist.load: ${name}`) };
}

/** By its first two bytes: many a browser unpacks what it saves, and leaves the name with ".gz". */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function unzip(name: string, bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new DataError(
      `mnist.load: ${name} is damaged gzip: ${reasonOf(cause)}. Get the file again.`,
      {
        cause,
      },
    );
  }
}

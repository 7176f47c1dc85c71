import { DataError } from '@tsuno/core';
import { fromJsonForm, toJsonForm } from './json-form.ts';

/**
 * Plain values as bytes: a line that says what they are, the SHA-256 of all that follows it, the length of a text of JSON,
 * the text, and the Float32Arrays one after the other. The same value gives the same bytes.
 */
const HEAD = new TextEncoder().encode('Tsuno backup, 1\n');
const DIGEST = 32;
const START = HEAD.length + DIGEST + 4;

/** @throws OptionError for what is no plain value, with its place. */
export async function plainToBytes(value: unknown): Promise<Uint8Array> {
  const arrays: Float32Array[] = [];
  const text = new TextEncoder().encode(JSON.stringify(toJsonForm(value, arrays)));
  const size = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(START + text.length + size);
  bytes.set(HEAD);
  new DataView(bytes.buffer).setUint32(START - 4, text.length, true);
  bytes.set(text, START);
  let at = START + text.length;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  bytes.set(await digestOf(bytes), HEAD.length);
  return bytes;
}

/** @throws DataError for bytes that are damaged, or no such value; `what` they are is said in the error. */
export async function plainFromBytes(
  who: string,
  what: string,
  bytes: Uint8Array,
): Promise<unknown> {
  if (bytes.length < START || HEAD.some((byte, index) => bytes[index] !== byte)) {
    throw new DataError(
      `${who}: ${what} is no backup of this version of Tsuno. Give another place, or delete the file to begin anew.`,
    );
  }
  const digest = await digestOf(bytes);
  const isWhole = digest.every((byte, index) => bytes[HEAD.length + index] === byte);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = START + view.getUint32(START - 4, true);
  try {
    if (!isWhole) throw new DataError('it is not what was written');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(START, end));
    return fromJsonForm(JSON.parse(text), bytes.subarray(end));
  } catch (cause) {
    throw new DataError(
      `${who}: ${what} is damaged: ${(cause as Error).message}. Put a copy in its place, or delete the file to begin anew.`,
    );
  }
}

/** The SHA-256 of what follows it. */
async function digestOf(bytes: Uint8Array): Promise<Uint8Array> {
  const rest = bytes.subarray(HEAD.length + DIGEST) as Uint8Array<ArrayBuffer>;
  return new Uint8Array(await crypto.subtle.digest('SHA-256', rest));
}

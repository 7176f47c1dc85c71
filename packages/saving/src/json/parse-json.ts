import { DataError } from '@tsuno/core';
import { brief } from '../brief.ts';

/** What stands in lists and objects deeper than this is no model. */
const DEPTH = 200;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * JSON of a file whose sense depends on no reader's habits: each key of an object stands once. `__proto__` becomes a key
 * like others, which changes no object.
 *
 * @throws DataError for bytes that are no such JSON; `what` is what they should be: "the header of digits.safetensors".
 */
export function parseJson(who: string, what: string, bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const fault = faultOf(text);
    if (fault === null) return JSON.parse(text);
    throw new DataError(`${who}: ${what} is damaged: ${fault}.`);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${who}: ${what} is no JSON: ${brief((error as Error).message)}.`);
  }
}

/** What JSON.parse would let pass; null when there is nothing. Nothing here grows with the depth but a list. */
function faultOf(text: string): string | null {
  /** For each object that is open its keys, for each list null. */
  const open: (Set<string> | null)[] = [];
  let isKeyNext = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      const end = endOfString(text, at);
      if (isKeyNext) {
        const key: string = JSON.parse(text.slice(at, end));
        const keys = open.at(-1) as Set<string>;
        if (keys.has(key)) return `the key "${brief(key)}" stands twice`;
        keys.add(key);
        isKeyNext = false;
      }
      at = end - 1;
    } else if (character === 0x7b || character === 0x5b) {
      const isObject = character === 0x7b;
      if (open.push(isObject ? new Set() : null) > DEPTH) return `it is nested ${DEPTH}-fold`;
      isKeyNext = isObject;
    } else if (character === 0x7d || character === 0x5d) {
      open.pop();
      isKeyNext = false;
    } else if (character === 0x2c) isKeyNext = (open.at(-1) ?? null) !== null;
  }
  return null;
}

/** The place after the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) return at + 1;
    if (character === BACKSLASH) at++;
  }
  return text.length;
}

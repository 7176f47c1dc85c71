/** Two words are mixed in turn, as MurmurHash3 does (Austin Appleby, public domain), each with its own constants. */
const LANES = [
  [0x9747b28c, 0xcc9e2d51, 0x1b873593],
  [0x2545f491, 0x239b961b, 0xab0e9789],
] as const;

/** Sixteen hexadecimal digits that tell contents apart. They keep accidents out, not somebody who looks for equal ones. */
export function contentHash(bytes: Uint8Array): string {
  // Words need an aligned start.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
  const rest = aligned.subarray(words.length * 4);
  return LANES.map((lane) => hashOf(words, rest, aligned.length, lane)).join('');
}

function hashOf(
  words: Uint32Array,
  rest: Uint8Array,
  length: number,
  [seed, c1, c2]: (typeof LANES)[number],
): string {
  let hash: number = seed;
  const mix = (word: number) => {
    const scrambled = Math.imul(rotate(Math.imul(word, c1), 15), c2);
    hash = (Math.imul(rotate(hash ^ scrambled, 13), 5) + 0xe6546b64) | 0;
  };
  for (let at = 0; at < words.length; at++) mix(words[at]);
  mix(rest.reduce((word, byte, at) => word | (byte << (8 * at)), 0));
  return (finish(hash ^ length) >>> 0).toString(16).padStart(8, '0');
}

const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by));

function finish(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

import type { Chance } from './chance.ts';

/** Values that programs stumble over. */
const EDGES = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

type Damage = (chance: Chance, bytes: Uint8Array) => Uint8Array;

const spliced = (bytes: Uint8Array, start: number, end: number, between: Uint8Array) =>
  Uint8Array.from([...bytes.subarray(0, start), ...between, ...bytes.subarray(end)]);

/** What happens to bytes: none of these knows what they mean. */
const DAMAGES: readonly Damage[] = [
  // A bit flips.
  (chance, bytes) => {
    const damaged = bytes.slice();
    damaged[chance.below(bytes.length)] ^= 1 << chance.below(8);
    return damaged;
  },
  // Some bytes are others.
  (chance, bytes) => {
    const damaged = bytes.slice();
    for (let count = 1 + chance.below(8); count > 0; count--) {
      damaged[chance.below(bytes.length)] = chance.below(256);
    }
    return damaged;
  },
  // A number of two, four or eight bytes is one of those that programs stumble over.
  (chance, bytes) => {
    const damaged = bytes.slice();
    const size = chance.of([1, 2, 4, 8]);
    const at = chance.below(Math.max(1, bytes.length - size));
    const value = BigInt(chance.of(EDGES)) << BigInt(chance.of([0, 0, 32]));
    for (let byte = 0; byte < size && at + byte < bytes.length; byte++) {
      damaged[at + byte] = Number((value >> BigInt(8 * byte)) & 255n);
    }
    return damaged;
  },
  // It is cut off.
  (chance, bytes) => bytes.slice(0, chance.below(bytes.length)),
  // Its beginning is missing.
  (chance, bytes) => bytes.slice(1 + chance.below(64)),
  // Something is missing within.
  (chance, bytes) => {
    const start = chance.below(bytes.length);
    return spliced(bytes, start, start + 1 + chance.below(64), new Uint8Array(0));
  },
  // Something comes in between.
  (chance, bytes) => {
    const start = chance.below(bytes.length + 1);
    const between = Uint8Array.from({ length: 1 + chance.below(64) }, () => chance.below(256));
    return spliced(bytes, start, start, between);
  },
  // A part stands in another's place.
  (chance, bytes) => {
    const damaged = bytes.slice();
    const start = chance.below(bytes.length);
    const part = bytes.slice(start, start + 1 + chance.below(512));
    const at = chance.below(bytes.length);
    damaged.set(part.subarray(0, bytes.length - at), at);
    return damaged;
  },
];

/** Bytes that something has happened to. */
export const damage: Damage = (chance, bytes) =>
  bytes.length === 0 ? bytes : chance.of(DAMAGES)(chance, bytes);

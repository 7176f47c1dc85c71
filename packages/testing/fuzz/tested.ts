import type { Chance } from './chance.ts';

/** A damaged file. */
export interface Damaged {
  readonly bytes: Uint8Array;
  /** What reading it may give; null where its checksums are right, so that it may be any model. */
  readonly expected: string | null;
}

/** A format under test. */
export interface Tested {
  readonly ending: string;
  damaged(chance: Chance): Damaged;
  /** What comes of a file, as a text that is the same for the same model. */
  read(path: string): Promise<string>;
}

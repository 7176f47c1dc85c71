import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { OptionError } from './errors.ts';
import { normalQuantile } from './normal-quantile.ts';
import { show } from './show.ts';

/**
 * A source of seeded random numbers that splits by NAME: what `fork('dense_1/kernel')` gives depends on the seed and
 * on that name only, so adding a layer never changes another layer's start. The generator underneath is xoroshiro128+.
 *
 * @example
 * import { seededRng } from 'tsuno/core';
 *
 * const rng = seededRng(7);
 * console.assert(rng.fork('a').uniform() === seededRng(7).fork('a').uniform());
 * console.assert(rng.fork('a').uniform() !== rng.fork('b').uniform());
 */
export interface Rng {
  /** An independent generator that is determined by this one's seed and `name`, however much was drawn before. */
  fork(name: string): Rng;
  /** The next number in [0, 1). */
  uniform(): number;
  /** The next number of the standard normal distribution, the same bits on every JavaScript engine. */
  normal(): number;
  /** The next ordering of 0 … size − 1 (Fisher and Yates), each equally likely. */
  permutation(size: number): Uint32Array;
}

/** @throws OptionError unless `seed` is a whole number. */
export function seededRng(seed: number): Rng {
  requireSeed('seededRng', seed);
  return rngAt(String(seed));
}

/**
 * Where the seeds come from that nobody gave: by chance, or after `setRandomSeed` one after the other from that seed. As in
 * Keras it is one for the whole program, and the only thing here that one call leaves behind for the next.
 */
const ungiven = { uniform: Math.random };

/** A seed for those who gave none: every model, layer and split without a seed of its own asks for it here. */
export function randomSeed(): number {
  return Math.floor(ungiven.uniform() * 2 ** 31);
}

/**
 * Makes a program repeatable: models, splits and whatever else has no seed of its own draw theirs one after the other from
 * this one. Call it once, first of all.
 *
 * @throws OptionError unless `seed` is a whole number.
 * @see https://keras.io/api/utils/python_utils/#set_random_seed-function
 * @example
 * import { utils } from 'tsuno';
 *
 * utils.setRandomSeed(7);
 * const [first] = utils.trainTestSplit([1, 2, 3, 4, 5, 6, 7, 8]);
 * utils.setRandomSeed(7);
 * const [second] = utils.trainTestSplit([1, 2, 3, 4, 5, 6, 7, 8]);
 * console.assert(first.join() === second.join());
 */
export function setRandomSeed(seed: number): void {
  requireSeed('setRandomSeed', seed);
  ungiven.uniform = seededRng(seed).fork('seeds').uniform;
}

/** @throws OptionError unless `seed` is a whole number. */
export function requireSeed(who: string, seed: unknown): asserts seed is number {
  if (!Number.isSafeInteger(seed)) {
    throw new OptionError(`${who}: seed must be a whole number, got ${show(seed)}.`);
  }
}

function rngAt(path: string): Rng {
  // Four different starting points of the hash give the generator's 128 bits.
  const state = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f].map((salt) => hash(path, salt));
  const generator = xoroshiro128plusFromState(state);
  const uniform = () => uniformFloat64(generator);
  return Object.freeze<Rng>({
    fork: (name) => rngAt(`${path}/${name}`),
    uniform,
    normal() {
      // The quantile function wants (0, 1), both ends excluded.
      let p = uniform();
      while (p === 0) p = uniform();
      return normalQuantile(p);
    },
    permutation(size) {
      const order = Uint32Array.from({ length: size }, (_, index) => index);
      for (let last = size - 1; last > 0; last--) {
        const other = uniformInt(generator, 0, last);
        const kept = order[last];
        order[last] = order[other];
        order[other] = kept;
      }
      return order;
    },
  });
}

/** 32 bits of a text: FNV-1a, then the finalizer of MurmurHash3, so that near names give distant numbers. */
function hash(text: string, salt: number): number {
  let h = 0x811c9dc5 ^ salt;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

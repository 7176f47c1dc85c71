/** A B C A B C …, so that a machine that slows down does so for all. Whoever fails leaves the race. */
import { summarize } from './statistics.mjs';

/**
 * @template {{ name: string }} R
 * @param {readonly R[]} runners
 * @param {number} rounds
 * @param {(runner: R, isWarmup: boolean) => Promise<number> | number} measure
 * @returns {Promise<Map<R, { error: string } | ReturnType<typeof summarize>>>}
 */
export async function interleaved(runners, rounds, measure) {
  const samples = new Map(runners.map((runner) => [runner, []]));
  const failed = new Map();
  for (let round = -1; round < rounds; round++) {
    for (const runner of runners) {
      if (failed.has(runner)) continue;
      try {
        const value = await measure(runner, round < 0);
        if (round >= 0) samples.get(runner).push(value);
      } catch (error) {
        failed.set(runner, String(error.message));
      }
    }
  }
  return new Map(
    runners.map((runner) => [
      runner,
      failed.has(runner) ? { error: failed.get(runner) } : summarize(samples.get(runner)),
    ]),
  );
}

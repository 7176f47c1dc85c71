import type { CompiledLoop } from './compile-rules.ts';
import type { Command, WorkerPool } from './worker-pool.ts';

/** Below so many multiplications a call is not worth sharing: waking a worker takes some microseconds. */
const LEAST_WORK = 1_000_000;

/**
 * Calls of kernels and loops, over one thread or several: `name` is called for the parts of `units`, one a thread, and
 * `args` says with which arguments a part is done. Parts begin at even units, because kernels take two panels at a
 * time. Every output belongs to one part, so the bits do not depend on how many there are. `work` is about how many
 * multiplications there are in all.
 */
export type Dispatch = (
  name: string,
  units: number,
  work: number,
  args: (from: number, count: number) => readonly number[],
) => void;

/** All on the calling thread. */
export function dispatchHere(functions: Readonly<Record<string, CompiledLoop>>): Dispatch {
  return (name, units, _work, args) => functions[name](...args(0, units));
}

export function dispatchOver(
  pool: WorkerPool,
  threads: number,
  functions: Readonly<Record<string, CompiledLoop>>,
  names: readonly string[],
): Dispatch {
  const here = dispatchHere(functions);
  const numbers = new Map(names.map((name, index) => [name, index]));
  return (name, units, work, args) => {
    const part = 2 * Math.ceil(units / (2 * threads));
    if (work < LEAST_WORK || part >= units || !pool.isReady) {
      here(name, units, work, args);
      return;
    }
    const number = numbers.get(name) as number;
    pool.start(
      Array.from({ length: threads - 1 }, (_, index): Command => {
        const from = (index + 1) * part;
        return from >= units ? null : [number, ...args(from, Math.min(part, units - from))];
      }),
    );
    functions[name](...args(0, part));
    pool.finish();
  };
}

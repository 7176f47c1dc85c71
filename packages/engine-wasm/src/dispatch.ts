import { StateError } from '@tsuno/core';
import type { CompiledLoop } from './compile-rules.ts';
import type { WorkerPool } from './worker-pool.ts';
import type { Member } from './worker-program.ts';

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

type Functions = Readonly<Record<string, CompiledLoop>>;

/** All on the calling thread. */
export function dispatchHere(functions: Functions): Dispatch {
  return (name, units, _work, args) => functions[name](...args(0, units));
}

/** How calls are shared. */
export interface Sharing {
  readonly pool: WorkerPool;
  readonly member: Member;
  /** Over at most so many threads, the calling one included. */
  readonly threads: number;
  /** The functions that write over what they read: half done they cannot be done again. */
  readonly overwriting: ReadonlySet<string>;
}

/** Shared with the workers that are ready; what they do not do, for whatever reason, the calling thread does. */
export function dispatchOver(
  functions: Functions,
  { pool, member, threads, overwriting }: Sharing,
): Dispatch {
  const here = dispatchHere(functions);
  const numbers = new Map(member.functions.map((name, index) => [name, index]));
  return (name, units, work, args) => {
    const workers = work < LEAST_WORK ? [] : pool.workersFor(member, threads - 1);
    const part = 2 * Math.ceil(units / (2 * (workers.length + 1)));
    if (part >= units) {
      here(name, units, work, args);
      return;
    }
    const number = numbers.get(name) as number;
    const call = functions[name];
    const since = performance.now();
    const shares = workers.slice(0, Math.ceil(units / part) - 1).map((worker, index) => {
      const from = (index + 1) * part;
      const given = args(from, Math.min(part, units - from));
      return { worker, given, isOffered: worker.offer(member.id, number, given) };
    });
    call(...args(0, part));
    const outcomes = shares.map(({ worker, isOffered }) =>
      isOffered ? worker.settle(since) : 'untaken',
    );
    if (outcomes.includes('broken') && overwriting.has(name)) throw halfDone(name);
    for (const [index, { given }] of shares.entries()) {
      if (outcomes[index] !== 'done') call(...given);
    }
  };
}

function halfDone(name: string): StateError {
  return new StateError(
    `A worker thread has ended in the middle of a step ("${name}"), so some numbers of the model may be from before it and others from after. Set the weights again (setWeights), or make the model anew.`,
  );
}

import { type Launch, launchThread } from './launch-thread.ts';
import { PoolWorker, type WorkerTimes } from './pool-worker.ts';
import type { Member } from './worker-program.ts';

const TIMES: WorkerTimes = { idleMilliseconds: 3000, patienceMilliseconds: 10_000 };

/** As many as `threads` of `compile` may ask for, less the calling thread. */
const MOST_WORKERS = 15;
/** After so many that ended in an error no more are started. */
const MOST_FAILURES = 3;

/**
 * Worker threads that all models of a process share. They are started when a call is large enough for several threads,
 * learn on demand of which model it is, and end when they have nothing to do. Until one is ready, and if none can be
 * started, the calling thread does its part as well; the numbers are the same.
 */
export class WorkerPool {
  readonly #launch: Launch;
  readonly #times: WorkerTimes;
  readonly #workers: PoolWorker[] = [];
  readonly #enrolled = new Set<number>();
  #lastId = 0;
  #failures = 0;

  constructor(launch: Launch = launchThread, times: WorkerTimes = TIMES) {
    this.#launch = launch;
    this.#times = times;
  }

  /** How many workers there are. */
  get size(): number {
    return this.#workers.filter(({ isGone }) => !isGone).length;
  }

  /** Makes a member whose calls may be shared; the pool itself does not keep it. */
  enroll(member: Omit<Member, 'id'>): Member {
    this.#lastId += 1;
    this.#enrolled.add(this.#lastId);
    return { ...member, id: this.#lastId };
  }

  /** Lets go of a member: from now on its calls are done by the calling thread. */
  release(id: number): void {
    if (!this.#enrolled.delete(id)) return;
    for (const worker of this.#workers) if (!worker.isGone) worker.release(id);
  }

  /** The workers that are ready for this member, at most so many; those that are not yet are made so. */
  workersFor(member: Member, most: number): readonly PoolWorker[] {
    if (!this.#enrolled.has(member.id)) return [];
    this.#fill(Math.min(most, MOST_WORKERS));
    return this.#workers.slice(0, most).filter((worker) => worker.serves(member));
  }

  /** Sees to it that there are so many workers, none of them gone or worn out. */
  #fill(count: number): void {
    for (let index = 0; index < count; index++) {
      const worker = this.#workers[index];
      if (worker?.isWorn && !worker.isGone) worker.end();
      if (worker !== undefined && !worker.isGone) continue;
      const started = this.#start();
      if (started !== null) this.#workers[index] = started;
      else {
        this.#workers.splice(index, 1);
        return;
      }
    }
  }

  #start(): PoolWorker | null {
    if (this.#failures >= MOST_FAILURES) return null;
    try {
      return new PoolWorker(this.#launch, this.#times, (error) => this.#countFailure(error));
    } catch (error) {
      this.#countFailure(error);
      return null;
    }
  }

  #countFailure(error: unknown): void {
    this.#failures += 1;
    if (this.#failures !== MOST_FAILURES) return;
    console.warn(
      `Worker threads cannot be kept running here (${error ?? 'they end by themselves'}), so the compiled engine goes on with one thread. The numbers are the same.`,
    );
  }
}

import type { Launch, Thread } from './launch-thread.ts';
import {
  CALLED,
  CONTROL_BYTES,
  FAILED,
  GONE,
  IDLE,
  type Member,
  type Message,
  OFFERED,
  PHASE,
  POSTED,
  RECEIVED,
  TAKEN,
  WORD_BYTES,
  WORKER_PROGRAM,
} from './worker-program.ts';

/** How a command ended: done; never begun, so the caller may do it; or begun and not brought to an end. */
export type Outcome = 'done' | 'untaken' | 'broken';

export interface WorkerTimes {
  /** After so long without work a worker ends. */
  readonly idleMilliseconds: number;
  /** A command that takes so long, and twenty times as long as the caller's own part, will never be done. */
  readonly patienceMilliseconds: number;
}

/** A member that a worker knows. */
interface Joined {
  /** The number of the message that brought it. */
  readonly message: number;
  readonly bytes: number;
}

/** What has left is freed when the worker's own memory is cleaned up, which may be never; a worker ends after so much. */
const MOST_LEFT = 64;
const MOST_LEFT_BYTES = 2 ** 28;

const LOOKS_PER_CLOCK = 4096;
/** A machine that slept in the meantime, or had no core to spare, tells nothing about the worker: in milliseconds. */
const MOST_BETWEEN_LOOKS = 50;

/** One worker of the pool, seen from the calling thread. */
export class PoolWorker {
  readonly #words: Int32Array;
  readonly #command: Float64Array;
  readonly #thread: Thread;
  readonly #times: WorkerTimes;
  readonly #members = new Map<number, Joined>();
  #posted = 0;
  #left = 0;
  #leftBytes = 0;

  /** `onFailure` is told when it ends though it should not have. */
  constructor(launch: Launch, times: WorkerTimes, onFailure: (error: unknown) => void) {
    const control = new SharedArrayBuffer(CONTROL_BYTES);
    this.#words = new Int32Array(control, 0, WORD_BYTES / 4);
    this.#command = new Float64Array(control, WORD_BYTES);
    this.#times = times;
    this.#thread = launch(WORKER_PROGRAM, (error) => {
      if (Atomics.exchange(this.#words, PHASE, GONE) !== GONE) onFailure(error);
    });
    this.#post({ control, idleMilliseconds: times.idleMilliseconds });
  }

  /** Whether it takes no more commands: another is to be started in its place. */
  get isGone(): boolean {
    return Atomics.load(this.#words, PHASE) === GONE;
  }

  get isWorn(): boolean {
    return this.#left >= MOST_LEFT || this.#leftBytes >= MOST_LEFT_BYTES;
  }

  /** Whether it is ready for commands of this member; from the first time that it is asked it makes itself so. */
  serves(member: Member): boolean {
    const joined = this.#members.get(member.id);
    if (joined !== undefined) return Atomics.load(this.#words, RECEIVED) >= joined.message;
    const message = this.#post({ joins: member });
    this.#members.set(member.id, { message, bytes: member.memory.buffer.byteLength });
    return false;
  }

  /** Lets go of a member. */
  release(id: number): void {
    const joined = this.#members.get(id);
    if (joined === undefined) return;
    this.#members.delete(id);
    this.#left += 1;
    this.#leftBytes += joined.bytes;
    this.#post({ leaves: id });
  }

  /** Offers it a command. False when it has no time for one. */
  offer(member: number, number: number, args: readonly number[]): boolean {
    this.#command[0] = number;
    this.#command[1] = member;
    this.#command[2] = args.length;
    this.#command.set(args, 3);
    if (Atomics.compareExchange(this.#words, PHASE, IDLE, OFFERED) !== IDLE) return false;
    Atomics.notify(this.#words, PHASE);
    return true;
  }

  /**
   * Sees a command that was offered at `since` to its end. It takes microseconds, and a page may not sleep: so it looks
   * again and again. What has not been begun is taken back, and a worker that does not come to an end is given up.
   */
  settle(since: number): Outcome {
    const words = this.#words;
    if (Atomics.compareExchange(words, PHASE, OFFERED, IDLE) === OFFERED) return 'untaken';
    let last = performance.now();
    let left = Math.max(this.#times.patienceMilliseconds, 20 * (last - since));
    for (let looks = 1; Atomics.load(words, PHASE) === TAKEN; looks++) {
      if (looks % LOOKS_PER_CLOCK !== 0) continue;
      const now = performance.now();
      left -= Math.min(now - last, MOST_BETWEEN_LOOKS);
      last = now;
      if (left > 0) continue;
      this.end();
      return 'broken';
    }
    return Atomics.compareExchange(words, PHASE, FAILED, IDLE) === FAILED ? 'broken' : 'done';
  }

  end(): void {
    Atomics.store(this.#words, PHASE, GONE);
    this.#thread.end();
  }

  /** Sends a message and gives its number. */
  #post(message: Message): number {
    Atomics.add(this.#words, POSTED, 1);
    this.#thread.post(message);
    if (Atomics.compareExchange(this.#words, PHASE, IDLE, CALLED) === IDLE) {
      Atomics.notify(this.#words, PHASE);
    }
    this.#posted += 1;
    return this.#posted;
  }
}

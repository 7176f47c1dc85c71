import {
  COMMAND_BYTES,
  DONE,
  FLAG_BYTES,
  READY,
  SEQUENCE,
  STOP,
  WORKER_PROGRAM,
  type WorkerStart,
} from './worker-program.ts';

/** How many bytes the control block of so many threads takes. */
export function controlBytes(threads: number): number {
  return threads === 1 ? 0 : FLAG_BYTES + (threads - 1) * COMMAND_BYTES;
}

/** A function's number and its arguments; null when there is nothing to do. */
export type Command = readonly [number, ...number[]] | null;

/** Worker threads over a shared memory. */
export interface WorkerPool {
  /** Whether all workers have started. Until then the caller does everything itself; the numbers are the same. */
  readonly isReady: boolean;
  /** Gives each worker its command and wakes them. */
  start(commands: readonly Command[]): void;
  /** Waits until all have done theirs. It takes microseconds, and a page may not sleep: it looks again and again. */
  finish(): void;
  stop(): void;
}

export function startWorkers(threads: number, start: Omit<WorkerStart, 'index'>): WorkerPool {
  const workers = threads - 1;
  const { memory, control } = start;
  const flags = new Int32Array(memory.buffer, control, FLAG_BYTES / 4);
  const commands = Array.from(
    { length: workers },
    (_, index) =>
      new Float64Array(
        memory.buffer,
        control + FLAG_BYTES + index * COMMAND_BYTES,
        COMMAND_BYTES / 8,
      ),
  );
  for (let index = 0; index < workers; index++) launch({ ...start, index });
  return {
    get isReady() {
      return Atomics.load(flags, READY) === workers;
    },
    start(given) {
      for (const [index, command] of given.entries()) {
        commands[index][1] = command === null ? 0 : command.length - 1;
        if (command === null) continue;
        commands[index][0] = command[0];
        for (let i = 1; i < command.length; i++) commands[index][i + 1] = command[i];
      }
      Atomics.store(flags, DONE, 0);
      Atomics.add(flags, SEQUENCE, 1);
      Atomics.notify(flags, SEQUENCE);
    },
    finish() {
      while (Atomics.load(flags, DONE) < workers);
    },
    stop() {
      Atomics.store(flags, STOP, 1);
      Atomics.add(flags, SEQUENCE, 1);
      Atomics.notify(flags, SEQUENCE);
    },
  };
}

interface NodeThreads {
  readonly Worker: new (
    program: string,
    options: { readonly eval: true; readonly workerData: WorkerStart; readonly stdin?: boolean },
  ) => { unref(): void };
}

/** Starts a worker that does not keep a process alive, under Node or in a page. */
function launch(start: WorkerStart): void {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => NodeThreads | undefined };
  };
  const threads = process?.getBuiltinModule?.('node:worker_threads');
  if (threads) {
    new threads.Worker(WORKER_PROGRAM, { eval: true, workerData: start }).unref();
    return;
  }
  const url = URL.createObjectURL(new Blob([WORKER_PROGRAM], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.postMessage(start);
  URL.revokeObjectURL(url);
}

/**
 * Counts the threads that start from now on and do not fail: training on two threads comes to the same bits where none
 * can be started, so the bits alone do not tell.
 */
export function threadsStarted(): () => number {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(name: string): Threads };
  };
  const counted = { threads: 0 };
  const node = process?.getBuiltinModule?.('node:worker_threads');
  if (node)
    node.Worker = counting(node.Worker, counted, (worker, tell) => worker.on?.('error', tell));
  else if ('Worker' in globalThis) {
    const place = globalThis as unknown as Threads;
    place.Worker = counting(place.Worker, counted, (worker, tell) =>
      worker.addEventListener?.('error', tell),
    );
  }
  return () => counted.threads;
}

interface AnyWorker {
  on?(event: 'error', tell: () => void): void;
  addEventListener?(event: 'error', tell: () => void): void;
}
type WorkerClass = new (...given: unknown[]) => AnyWorker;
interface Threads {
  Worker: WorkerClass;
}

function counting(
  Worker: WorkerClass,
  counted: { threads: number },
  onError: (worker: AnyWorker, tell: () => void) => void,
): WorkerClass {
  return new Proxy(Worker, {
    construct(target, given) {
      const worker = new target(...given);
      counted.threads++;
      onError(worker, () => {
        counted.threads--;
      });
      return worker;
    },
  });
}

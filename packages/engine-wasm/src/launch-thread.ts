/** A thread that runs a program from a string. */
export interface Thread {
  post(message: unknown): void;
  /** Ends it, whatever it does. */
  end(): void;
}

/** How a thread is started. `onEnd` is told when it has ended, with the error if that was why. */
export type Launch = (program: string, onEnd: (error: unknown) => void) => Thread;

interface NodeWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  unref(): void;
  on(event: 'error' | 'messageerror' | 'exit', listener: (error: unknown) => void): void;
}

interface NodeThreads {
  readonly Worker: new (
    program: string,
    options: { readonly eval: true; readonly execArgv: readonly string[] },
  ) => NodeWorker;
}

/**
 * Starts a worker that does not keep a process alive, under Node or in a page.
 *
 * @throws what the platform throws where it does not let anybody start one.
 */
export function launchThread(program: string, onEnd: (error: unknown) => void): Thread {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => NodeThreads | undefined };
  };
  const threads = process?.getBuiltinModule?.('node:worker_threads');
  return threads ? launchInNode(threads, program, onEnd) : launchInPage(program, onEnd);
}

function launchInNode(
  threads: NodeThreads,
  program: string,
  onEnd: (error: unknown) => void,
): Thread {
  // Without the process's own flags: what they load first (ts-node, say) this program does not need.
  const worker = new threads.Worker(program, { eval: true, execArgv: [] });
  worker.unref();
  worker.on('error', onEnd);
  worker.on('messageerror', onEnd);
  worker.on('exit', () => onEnd(null));
  return {
    post: (message) => worker.postMessage(message),
    end: () => worker.terminate(),
  };
}

function launchInPage(program: string, onEnd: (error: unknown) => void): Thread {
  const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  try {
    const worker = new Worker(url);
    worker.onerror = ({ message }) => onEnd(message || 'the page does not let it start');
    worker.onmessageerror = () => onEnd('a message could not be read');
    return {
      post: (message) => worker.postMessage(message),
      end: () => worker.terminate(),
    };
  } finally {
    URL.revokeObjectURL(url);
  }
}

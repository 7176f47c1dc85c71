import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { lab } from 'tsuno';
import type { SharedDigits } from './shared-digits.ts';

/** A run as it is sent to a worker: plain data. */
export interface SentJob {
  readonly model: ReturnType<lab.Model['toJSON']>;
  readonly name: string;
  readonly batchSize: number | 'all';
  readonly seed: number;
  readonly epochs: number;
}

export type Answer = { readonly run: lab.TrainingRun } | { readonly error: string };

/** A worker is started from a line of code, because it is TypeScript too. */
const START =
  "require('ts-node/register'); require(require('node:worker_threads').workerData.entry)";

/** Workers that make the runs of a sweep, each one at a time, on digits that they share. */
export function workerPool(
  digits: SharedDigits,
  parallel: number,
): lab.Runner & { close(): Promise<void> } {
  const entry = join(__dirname, 'worker.ts');
  const workers = Array.from(
    { length: parallel },
    () => new Worker(START, { eval: true, workerData: { entry, digits } }),
  );
  const idle = [...workers];
  return {
    parallel,
    async run({ name, batchSize, seed, epochs, model }, signal) {
      const worker = idle.pop();
      if (worker === undefined) throw new Error('More runs than workers.');
      try {
        const job: SentJob = { model: model().toJSON(), name, batchSize, seed, epochs };
        return await ask(worker, job, signal);
      } finally {
        idle.push(worker);
      }
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Sends a job and waits; a signal takes the worker down, and the run counts as not made. */
function ask(worker: Worker, job: SentJob, signal?: AbortSignal): Promise<lab.TrainingRun> {
  return new Promise((resolve, reject) => {
    const { name, batchSize, seed } = job;
    const giveUp = () => {
      worker.terminate();
      const nothing = { start: {}, curves: {}, seconds: [], diverged: null, learningRate: 0 };
      resolve({ optimizer: name, batchSize, seed, ...nothing });
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    worker.once('error', reject);
    worker.once('message', (answer: Answer) => {
      worker.off('error', reject);
      signal?.removeEventListener('abort', giveUp);
      if ('run' in answer) resolve(answer.run);
      else reject(new Error(answer.error));
    });
    worker.postMessage(job);
  });
}

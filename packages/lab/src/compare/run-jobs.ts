import type { Optimizer } from '@tsuno/core';
import type { Model } from '../model.ts';
import type { LabData } from './lab-data.ts';
import { trainOnce } from './train-once.ts';
import type { TrainingRun } from './training-run.ts';

/** A run that is to be made. */
export interface Job {
  readonly name: string;
  readonly optimizer: Optimizer;
  readonly batchSize: number | 'all';
  readonly seed: number;
  readonly epochs: number;
  /** A fresh model with this seed, compiled with this optimizer. `toJSON()` of it and the rest are plain data. */
  model(): Model;
}

/**
 * Who makes the runs. Without one they are made here, one after the other; one of your own may send them to workers,
 * several at a time, where `trainOnce` makes the same numbers.
 */
export interface Runner {
  /** How many runs it takes at once. */
  readonly parallel: number;
  run(job: Job, signal?: AbortSignal): Promise<TrainingRun>;
}

/** Where a comparison stands, after each run. */
export interface Progress {
  readonly run: TrainingRun;
  readonly done: number;
  readonly planned: number;
  /** Since the first run began. */
  readonly seconds: number;
  /** About how much longer it will take. */
  readonly secondsLeft: number;
}

/** The runner that makes them here. */
export function here(data: LabData): Runner {
  return {
    parallel: 1,
    run: ({ name, optimizer, batchSize, seed, epochs, model }, signal) =>
      trainOnce({ model: model(), optimizer, batchSize, seed, epochs, name, data, signal }),
  };
}

/** Makes all runs, in this order where the runner takes one at a time. Those that `signal` cuts short are dropped. */
export async function runJobs(
  jobs: readonly Job[],
  runner: Runner,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: Progress) => void },
): Promise<readonly TrainingRun[]> {
  const finished = new Map<Job, TrainingRun>();
  const begun = performance.now();
  const waiting = [...jobs];
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      if (signal?.aborted) return;
      const run = await runner.run(job, signal);
      if (run.seconds.length < job.epochs && run.diverged === null) continue;
      finished.set(job, run);
      const seconds = (performance.now() - begun) / 1000;
      const secondsLeft = (seconds / finished.size) * (jobs.length - finished.size);
      onProgress?.({ run, done: finished.size, planned: jobs.length, seconds, secondsLeft });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, runner.parallel) }, work));
  return jobs.flatMap((job) => finished.get(job) ?? []);
}

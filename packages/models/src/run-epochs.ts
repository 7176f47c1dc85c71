import { DataError, type Executor, type Logs } from '@tsuno/core';
import type { BatchSource } from './data/batch-source.ts';
import { cooperate } from './event-loop.ts';
import { sortLogs } from './history.ts';
import type { Listeners } from './listeners.ts';
import type { Turns } from './state/turns.ts';

/** What the training loop needs; the rest of `fit` prepares it. */
export interface EpochsRun {
  readonly executor: Executor;
  readonly source: BatchSource;
  readonly turns: Turns;
  readonly listeners: Listeners;
  readonly initialEpoch: number;
  readonly epochs: number;
  /** Null: each epoch is one pass over the data. */
  readonly stepsPerEpoch: number | null;
  readonly isStopped: () => boolean;
  readonly signal?: AbortSignal;
  /** The validation logs after an epoch, or null when there are none. */
  readonly validate: (epoch: number) => Promise<Logs | null>;
  readonly onEpochDone: () => void;
  /** What callbacks have logged in this epoch, and the beginning of another's account. */
  readonly logged: () => Logs;
  readonly forgetLogged: () => void;
}

export interface EpochLogs {
  readonly epoch: number;
  readonly logs: Logs;
}

/** Trains epoch after epoch. An epoch that `signal` cuts short is not reported; what it learned stays. */
export async function runEpochs(run: EpochsRun): Promise<readonly EpochLogs[]> {
  const { executor, listeners, turns } = run;
  await listeners.tell('onTrainBegin', {});
  const done = await trainEpochs(run).finally(async () => {
    while (turns.evaluation !== null) await turns.evaluation;
    executor.finish();
  });
  await listeners.tell('onTrainEnd', done.at(-1)?.logs ?? {});
  return done;
}

async function trainEpochs(run: EpochsRun): Promise<readonly EpochLogs[]> {
  const { executor, listeners, source, turns } = run;
  const done: EpochLogs[] = [];
  const warnOnce = nonFiniteWarning();
  const breathe = cooperate();
  const isAborted = () => run.signal?.aborted === true;
  let needsRestart = true;
  for (let epoch = run.initialEpoch; epoch < run.epochs; epoch++) {
    if (isAborted() || run.isStopped()) break;
    if ((needsRestart || run.stepsPerEpoch === null) && !(await source.restart())) {
      console.warn(
        `fit: the iterable ran out of data before epoch ${epoch + 1}, training ends here. A generator can be read once; give an object whose [Symbol.iterator] begins anew for each epoch, or set stepsPerEpoch.`,
      );
      break;
    }
    needsRestart = false;
    executor.resetLogs('train');
    run.forgetLogged();
    await listeners.tell('onEpochBegin', epoch, {});
    let step = 0;
    let isFresh = false;
    while (step !== run.stepsPerEpoch && !isAborted() && !run.isStopped()) {
      const batch = await source.next();
      if (batch === null) {
        if (run.stepsPerEpoch === null) break;
        // An epoch may end exactly with the data; then the next begins a new pass.
        if (step === 0 && epoch > run.initialEpoch && !isFresh && (await source.restart())) {
          isFresh = true;
          continue;
        }
        warnOfShortEpoch(epoch, step, run.stepsPerEpoch);
        needsRestart = true;
        break;
      }
      await listeners.tell('onTrainBatchBegin', step, {});
      // Weights hold still under an evaluation that a callback, or whoever has the model, has begun.
      while (turns.evaluation !== null) await turns.evaluation;
      executor.train(batch);
      if (listeners.has('onTrainBatchEnd')) {
        const { logs } = await executor.readLogs('train');
        await listeners.tell('onTrainBatchEnd', step, sortLogs(logs));
      }
      step += 1;
      await breathe();
    }
    // Stopped before its first batch, there is no epoch to report.
    if (isAborted() || (step === 0 && run.isStopped())) break;
    if (step === 0) throw new DataError('fit: x yields no batches.');
    const { logs, firstNonFinite } = await executor.readLogs('train');
    // A callback that has stopped the run knows why.
    if (!run.isStopped()) warnOnce(epoch, firstNonFinite);
    const validation = await run.validate(epoch);
    if (isAborted()) break;
    const measured = { ...logs, ...prefixed('val_', validation) };
    const all = () => sortLogs({ ...measured, ...run.logged() });
    run.onEpochDone();
    await listeners.tellLatest('onEpochEnd', epoch, all);
    done.push({ epoch, logs: all() });
  }
  return done;
}

export interface EvaluationOptions {
  /** Stops after so many batches. */
  readonly steps?: number | null;
  readonly signal?: AbortSignal;
}

/** Runs a source through `evaluate` once, and closes its pass; null when it is used up already. */
export async function runEvaluation(
  executor: Executor,
  source: BatchSource,
  listeners: Listeners,
  { steps = null, signal }: EvaluationOptions,
): Promise<Logs | null> {
  const breathe = cooperate();
  if (!(await source.restart())) return null;
  executor.resetLogs('test');
  await listeners.tell('onTestBegin', {});
  let step = 0;
  while (step !== steps && signal?.aborted !== true) {
    const batch = await source.next();
    if (batch === null) break;
    await listeners.tell('onTestBatchBegin', step, {});
    executor.evaluate(batch);
    if (listeners.has('onTestBatchEnd')) {
      const { logs } = await executor.readLogs('test');
      await listeners.tell('onTestBatchEnd', step, sortLogs(logs));
    }
    step += 1;
    await breathe();
  }
  await source.close();
  const { logs } = await executor.readLogs('test');
  await listeners.tell('onTestEnd', sortLogs(logs));
  return logs;
}

function prefixed(prefix: string, logs: Logs | null): Logs {
  return Object.fromEntries(
    Object.entries(logs ?? {}).map(([name, value]) => [`${prefix}${name}`, value]),
  );
}

function warnOfShortEpoch(epoch: number, step: number, wanted: number): void {
  console.warn(
    `fit: the data ran out in epoch ${epoch + 1} after ${step} of stepsPerEpoch ${wanted} batches; the epoch ends there and the next begins a new pass. Give more data or fewer steps.`,
  );
}

/** A loss that diverges is no error (a sweep of rates does it on purpose), but it is said once. */
function nonFiniteWarning(): (epoch: number, batch: number | null) => void {
  let isWarned = false;
  return (epoch, batch) => {
    if (batch === null || isWarned) return;
    isWarned = true;
    console.warn(
      `fit: the loss is no longer a finite number since epoch ${epoch + 1}, batch ${batch + 1}: training has diverged. A smaller learning rate usually helps; so do inputs scaled to about [0, 1] and a loss with fromLogits: true.`,
    );
  };
}

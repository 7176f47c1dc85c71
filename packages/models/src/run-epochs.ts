import { DataError, type Executor, type Logs } from '@tsuno/core';
import type { BatchSource, SeekableSource } from './data/batch-source.ts';
import { cooperate } from './event-loop.ts';
import { sortLogs } from './history.ts';
import type { Listeners } from './listeners.ts';
import type { Turns } from './state/turns.ts';

/** What the training loop needs; the rest of `fit` prepares it. */
export interface EpochsRun {
  readonly executor: Executor;
  readonly source: SeekableSource;
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
  /** Where a run that was interrupted goes on; null for one from the beginning. */
  readonly resumed: Progress | null;
  /** Told when all callbacks have heard of the beginning, a batch or an epoch: how far the run is may be written down. */
  readonly onSettled: (progress: () => Progress) => Promise<void> | undefined;
}

export interface EpochLogs {
  readonly epoch: number;
  readonly logs: Logs;
}

/** How far a run is. */
export interface Progress {
  /** The epoch that is under way, or comes next. */
  readonly epoch: number;
  /** Batches that have been trained in it; at 0 it has not begun. */
  readonly step: number;
  readonly finished: readonly EpochLogs[];
  /** Whether it has been said that the loss is no finite number. */
  readonly isDivergenceTold: boolean;
}

/**
 * Trains epoch after epoch, when callbacks have heard that training begins. An epoch that `signal` cuts short is not
 * reported; what it learned stays.
 */
export async function runEpochs(run: EpochsRun): Promise<readonly EpochLogs[]> {
  const { executor, listeners, turns } = run;
  const done = await trainEpochs(run).finally(async () => {
    await executor.arrived?.();
    while (turns.evaluation !== null) await turns.evaluation;
    executor.finish();
  });
  await listeners.tell('onTrainEnd', done.at(-1)?.logs ?? {});
  return done;
}

async function trainEpochs(run: EpochsRun): Promise<readonly EpochLogs[]> {
  const { executor, listeners, resumed, source, turns } = run;
  const done: EpochLogs[] = [...(resumed?.finished ?? [])];
  const divergence = nonFiniteWarning(resumed?.isDivergenceTold ?? false);
  const breathe = cooperate();
  const isAborted = () => run.signal?.aborted === true;
  const settled = (epoch: number, step: number) =>
    run.onSettled(() => ({
      epoch,
      step,
      finished: [...done],
      isDivergenceTold: divergence.isTold(),
    }));
  let needsRestart = resumed === null || source.position().isEnded;
  await settled(resumed?.epoch ?? run.initialEpoch, resumed?.step ?? 0);
  for (let epoch = resumed?.epoch ?? run.initialEpoch; epoch < run.epochs; epoch++) {
    // Of an epoch that goes on, callbacks have heard that it has begun.
    let step = resumed?.epoch === epoch ? resumed.step : 0;
    if (isAborted() || (run.isStopped() && step === 0)) break;
    if (step === 0) {
      if ((needsRestart || run.stepsPerEpoch === null) && !(await source.restart())) {
        warnOfNoMore(epoch);
        break;
      }
      executor.resetLogs('train');
      run.forgetLogged();
      await listeners.tell('onEpochBegin', epoch, {});
    }
    needsRestart = false;
    let isFresh = false;
    let isUsedUp = false;
    while (step !== run.stepsPerEpoch && !isAborted() && !run.isStopped()) {
      const batch = await source.next();
      if (batch === null) {
        if (run.stepsPerEpoch === null) break;
        // An epoch may end exactly with the data; then the next begins a new pass.
        if (step === 0 && epoch > run.initialEpoch && !isFresh) {
          isFresh = await source.restart();
          if (isFresh) continue;
          isUsedUp = true;
          break;
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
      } else if (pilesUp(executor, step)) await executor.readLogs('train');
      step += 1;
      const writing = settled(epoch, step);
      if (writing !== undefined) await writing;
      await breathe();
    }
    // Stopped before its first batch, there is no epoch to report.
    if (isAborted() || (step === 0 && run.isStopped())) break;
    if (isUsedUp) {
      warnOfNoMore(epoch);
      break;
    }
    if (step === 0) throw new DataError('fit: x yields no batches.');
    const { logs, firstNonFinite } = await executor.readLogs('train');
    // A callback that has stopped the run knows why.
    if (!run.isStopped()) divergence.warn(epoch, firstNonFinite);
    const validation = await run.validate(epoch);
    if (isAborted()) break;
    const measured = { ...logs, ...prefixed('val_', validation) };
    const all = () => sortLogs({ ...measured, ...run.logged() });
    run.onEpochDone();
    await listeners.tellLatest('onEpochEnd', epoch, all);
    done.push({ epoch, logs: all() });
    await settled(epoch + 1, 0);
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
    } else if (pilesUp(executor, step)) await executor.readLogs('test');
    step += 1;
    await breathe();
  }
  await source.close();
  const { logs } = await executor.readLogs('test');
  await listeners.tell('onTestEnd', sortLogs(logs));
  return logs;
}

/** Whether so many batches have left their logs with a backend that it would soon have to be read at once. */
const pilesUp = (executor: Executor, step: number) =>
  executor.arrived !== undefined && step % READ_EVERY === READ_EVERY - 1;

const READ_EVERY = 128;

function prefixed(prefix: string, logs: Logs | null): Logs {
  return Object.fromEntries(
    Object.entries(logs ?? {}).map(([name, value]) => [`${prefix}${name}`, value]),
  );
}

function warnOfNoMore(epoch: number): void {
  console.warn(
    `fit: the iterable ran out of data before epoch ${epoch + 1}, training ends here. A generator can be read once; give an object whose [Symbol.iterator] begins anew for each epoch, or set stepsPerEpoch.`,
  );
}

function warnOfShortEpoch(epoch: number, step: number, wanted: number): void {
  console.warn(
    `fit: the data ran out in epoch ${epoch + 1} after ${step} of stepsPerEpoch ${wanted} batches; the epoch ends there and the next begins a new pass. Give more data or fewer steps.`,
  );
}

/** A loss that diverges is no error (a sweep of rates does it on purpose), but it is said once. */
function nonFiniteWarning(isToldBefore: boolean) {
  let isTold = isToldBefore;
  return {
    isTold: () => isTold,
    warn(epoch: number, batch: number | null) {
      if (batch === null || isTold) return;
      isTold = true;
      console.warn(
        `fit: the loss is no longer a finite number since epoch ${epoch + 1}, batch ${batch + 1}: training has diverged. A smaller learning rate usually helps; so do inputs scaled to about [0, 1] and a loss with fromLogits: true.`,
      );
    },
  };
}

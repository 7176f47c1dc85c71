import type { Callback } from '@tsuno/core';
import type { Divergence } from './training-run.ts';

/** A batch's loss that is this many times what it was at first is taken for lost at once. */
const BEYOND = 1000;
/** So is a run whose last epoch has this many times the loss at first. */
const LOST = 10;
/** So many batches say what the loss is at first: a single one may be nearly 0 by chance. */
const FIRST = 10;
/** Ten or a thousand times a loss less than this says nothing. */
const LEAST = 0.01;
/** No scaled data has such a loss: where an epoch with it is followed by worse, it was lost already. */
const IMMENSE = 1e6;

export interface DivergenceWatch {
  readonly callback: Callback;
  /** What ended the run. */
  ended(): Divergence | null;
  /** That, or since when the run, as it is now, has been lost. */
  found(): Divergence | null;
}

/**
 * Notices a loss that is no longer finite, or a thousand times what it was, and ends that run; and a run whose loss ends
 * at more than ten times what it was. `start` is the loss before the first step, where it was measured.
 */
export function watchDivergence(start = 0): DivergenceWatch {
  const atFirst = Number.isFinite(start) ? start : 0;
  const epochs: number[] = [];
  const firsts: number[] = [];
  let ended: Divergence | null = null;
  let firstEpoch: number | null = null;
  let epochNow = 0;
  let mean = 0;
  const isKnown = () => firsts.length === FIRST || epochNow !== firstEpoch;
  const callback: Callback = {
    onEpochBegin(epoch) {
      firstEpoch ??= epoch;
      epochNow = epoch;
      mean = 0;
    },
    onTrainBatchEnd(batch, logs, run) {
      // Logs are means of the epoch so far: the batch's own loss is what moved them.
      const loss = Number.isFinite(logs.loss) ? (batch + 1) * logs.loss - batch * mean : logs.loss;
      mean = logs.loss;
      if (ended !== null) return;
      const base = largest([...firsts, atFirst]);
      // The first ones may be nearly 0; what comes after them is no divergence yet.
      const isJudged = isKnown() || base >= LEAST;
      const isLost = !Number.isFinite(loss) || (isJudged && loss > BEYOND * Math.max(base, LEAST));
      if (!isKnown()) firsts.push(loss);
      if (!isLost) return;
      ended = { epoch: epochNow + 1, batch: batch + 1, loss: shown(loss) };
      run.stop();
    },
    onEpochEnd(_epoch, logs) {
      if (ended === null) epochs.push(logs.loss);
    },
  };
  return {
    callback,
    ended: () => ended,
    found() {
      const since = lostSince(epochs, atFirst > 0 ? atFirst : lossAtFirst(firsts));
      return since === null ? ended : { ...since, epoch: since.epoch + (firstEpoch ?? 0) };
    },
  };
}

/**
 * Since which epoch a run has been lost that ends at more than ten times its loss at first, or at no number; null for
 * one that does not.
 */
export function lostSince(
  losses: readonly number[],
  atFirst = Number.POSITIVE_INFINITY,
): Divergence | null {
  if (losses.length === 0) return null;
  const base = Math.max(LEAST, Math.min(Math.abs(atFirst), Math.abs(losses[0])));
  const isLost = (loss: number) => !Number.isFinite(loss) || loss > LOST * base;
  if (!isLost(losses[losses.length - 1]) && losses.every(Number.isFinite)) return null;
  const index = losses[0] > IMMENSE ? 0 : losses.findIndex(isLost);
  return { epoch: index + 1, batch: null, loss: shown(losses[index]) };
}

/** The largest loss of the first batches; the very first one's where the loss never came back to it. */
function lossAtFirst([first, ...others]: readonly number[]): number | undefined {
  if (first === undefined) return undefined;
  const isLeast = first >= LEAST && others.every((loss) => loss > first);
  return isLeast ? first : largest([first, ...others]);
}

function largest(losses: readonly number[]): number {
  return Math.max(...losses.map(Math.abs));
}

function shown(loss: number): string {
  return Number.isFinite(loss) ? String(Number(loss.toPrecision(3))) : String(loss);
}

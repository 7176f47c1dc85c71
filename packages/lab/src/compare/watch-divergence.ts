import type { Callback } from '@tsuno/core';
import type { Divergence } from './training-run.ts';

/** A loss that is this many times what it was in the first batch is taken for lost. */
const BEYOND = 1000;

/** Notices a loss that is no longer finite, or a thousand times what it was, and ends that run. */
export function watchDivergence(): { readonly callback: Callback; found(): Divergence | null } {
  let found: Divergence | null = null;
  let first: number | null = null;
  let epochNow = 0;
  let mean = 0;
  const callback: Callback = {
    onEpochBegin(epoch) {
      epochNow = epoch;
      mean = 0;
    },
    onTrainBatchEnd(batch, logs, run) {
      // Logs are means of the epoch so far: the batch's own loss is what moved them.
      const loss = Number.isFinite(logs.loss) ? (batch + 1) * logs.loss - batch * mean : logs.loss;
      mean = logs.loss;
      first ??= loss;
      if (found !== null || (Number.isFinite(loss) && loss <= BEYOND * Math.abs(first))) return;
      const shown = Number.isFinite(loss) ? String(Number(loss.toPrecision(3))) : String(loss);
      found = { epoch: epochNow + 1, batch: batch + 1, loss: shown };
      run.stop();
    },
  };
  return { callback, found: () => found };
}

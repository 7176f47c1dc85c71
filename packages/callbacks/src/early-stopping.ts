import {
  type Callback,
  type Run,
  refuseUnknownOptions,
  requireBoolean,
  requireInterval,
  requireNamedOptions,
  requireOneOf,
  requireWhole,
} from '@tsuno/core';
import { type MonitorOptions, watch } from './monitor.ts';

export interface EarlyStoppingOptions extends MonitorOptions {
  /** A change must be larger to count as better. */
  readonly minDelta?: number;
  /** After so many epochs without a better value training ends. */
  readonly patience?: number;
  /** 1 says so. */
  readonly verbose?: 0 | 1;
  /** The value must also be better than this one for the wait to begin anew. */
  readonly baseline?: number | null;
  /** Gives the model the weights of its best epoch at the end. */
  readonly restoreBestWeights?: boolean;
  /** Epochs before this one (from 0) are not looked at. */
  readonly startFromEpoch?: number;
}

/**
 * Ends training when a watched value has stopped getting better.
 *
 * @throws OptionError for options out of range.
 * @see https://keras.io/api/callbacks/early_stopping/
 * @example
 * import { callbacks } from 'tsuno';
 *
 * callbacks.EarlyStopping({ monitor: 'val_loss', patience: 3, restoreBestWeights: true });
 */
export function EarlyStopping({
  monitor = 'val_loss',
  minDelta = 0,
  patience = 0,
  verbose = 0,
  mode = 'auto',
  baseline = null,
  restoreBestWeights = false,
  startFromEpoch = 0,
  ...unknown
}: EarlyStoppingOptions = {}): Callback {
  requireNamedOptions('EarlyStopping', arguments);
  const options = { monitor, minDelta, patience, verbose, mode, baseline };
  const further = { restoreBestWeights, startFromEpoch };
  refuseUnknownOptions('EarlyStopping', unknown, Object.keys({ ...options, ...further }));
  requireInterval('EarlyStopping', { minDelta }, '(-∞, ∞)');
  requireWhole('EarlyStopping', { patience, startFromEpoch }, 0);
  requireOneOf('EarlyStopping', { verbose }, [0, 1]);
  requireBoolean('EarlyStopping', { restoreBestWeights });
  if (baseline !== null) requireInterval('EarlyStopping', { baseline }, '(-∞, ∞)');
  const watched = watch('EarlyStopping', { monitor, mode });
  const margin = Math.abs(minDelta);

  let wait = 0;
  let best: number | null = null;
  let bestEpoch = 0;
  let bestWeights: readonly Float32Array[] | null = null;
  let stoppedEpoch: number | null = null;
  const keep = (epoch: number, run: Run) => {
    bestEpoch = epoch;
    if (restoreBestWeights) bestWeights = run.model.weights;
  };
  return {
    onTrainBegin() {
      wait = 0;
      best = null;
      bestWeights = null;
      stoppedEpoch = null;
    },
    onEpochEnd(epoch, logs, run) {
      const value = watched.valueIn(logs);
      if (value === null || epoch < startFromEpoch) return;
      if (bestWeights === null) keep(epoch, run);
      wait += 1;
      if (watched.isBetter(value, best, margin, run)) {
        best = value;
        keep(epoch, run);
        if (watched.isBetter(value, baseline, margin, run)) wait = 0;
        return;
      }
      if (wait >= patience && epoch > 0) {
        stoppedEpoch = epoch;
        run.stop();
      }
    },
    onTrainEnd(_logs, run) {
      if (stoppedEpoch !== null && verbose > 0) {
        console.log(`Epoch ${stoppedEpoch + 1}: early stopping`);
      }
      if (bestWeights === null) return;
      if (verbose > 0) {
        console.log(`Restoring model weights from the end of the best epoch: ${bestEpoch + 1}.`);
      }
      run.model.setWeightValues(bestWeights);
    },
  };
}

import { type Callback, declareOptions, option, type Run } from '@tsuno/core';
import { MONITOR, type MonitorOptions, type OwnOptionsOf, VERBOSE, watch } from './monitor.ts';

const declared = declareOptions('EarlyStopping', {
  ...MONITOR,
  /** A change must be larger to count as better. */
  minDelta: option.number('(-∞, ∞)', 0),
  /** After so many epochs without a better value training ends. */
  patience: option.whole('[0, ∞)', 0),
  /** 1 says so. */
  verbose: VERBOSE,
  /** The value must also be better than this one for the wait to begin anew. */
  baseline: option.orNull(option.number('(-∞, ∞)')),
  /** Gives the model the weights of its best epoch at the end. */
  restoreBestWeights: option.boolean(false),
  /** Epochs before this one (from 0) are not looked at. */
  startFromEpoch: option.whole('[0, ∞)', 0),
});

export interface EarlyStoppingOptions<Name extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MonitorOptions<Name> {}

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
export function EarlyStopping<const Name extends string = 'val_loss'>(
  options: EarlyStoppingOptions<Name> = {},
): Callback<Name> {
  const described = declared.read(arguments);
  const { kind, config } = described;
  const { minDelta, patience, verbose, baseline, restoreBestWeights, startFromEpoch } = config;
  const watched = watch(kind, config);
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
    ...described,
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
    state: (): Kept => {
      const { isWarned } = watched;
      return { wait, best, bestEpoch, bestWeights, stoppedEpoch, isWarned };
    },
    restore(state) {
      ({
        wait,
        best,
        bestEpoch,
        bestWeights,
        stoppedEpoch,
        isWarned: watched.isWarned,
      } = state as Kept);
    },
  };
}

/** What a backup has to hold of it. */
type Kept = {
  readonly wait: number;
  readonly best: number | null;
  readonly bestEpoch: number;
  readonly bestWeights: readonly Float32Array[] | null;
  readonly stoppedEpoch: number | null;
  readonly isWarned: boolean;
};

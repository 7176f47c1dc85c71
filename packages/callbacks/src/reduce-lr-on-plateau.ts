import { type Callback, declareOptions, option } from '@tsuno/core';
import { MONITOR, type MonitorOptions, type OwnOptionsOf, VERBOSE, watch } from './monitor.ts';

const declared = declareOptions('ReduceLROnPlateau', {
  ...MONITOR,
  /** What the learning rate is multiplied by. */
  factor: option.number('[0, 1)', 0.1),
  /** After so many epochs without a better value the rate is reduced. */
  patience: option.whole('[0, ∞)', 10),
  /** 1 says so. */
  verbose: VERBOSE,
  /** A change must be larger to count as better. */
  minDelta: option.number('[0, ∞)', 1e-4),
  /** So many epochs after a reduction are not counted. */
  cooldown: option.whole('[0, ∞)', 0),
  /** The rate never falls below. */
  minLr: option.number('[0, ∞)', 0),
});

export interface ReduceLROnPlateauOptions<Name extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MonitorOptions<Name> {}

/**
 * Multiplies the learning rate by `factor` when a watched value has stopped getting better. The rate of each epoch is
 * logged as `learning_rate`.
 *
 * @throws OptionError for a factor of 1 or more and other options out of range; in `fit` for an optimizer with a
 *   schedule.
 * @see https://keras.io/api/callbacks/reduce_lr_on_plateau/
 * @example
 * import { callbacks } from 'tsuno';
 *
 * callbacks.ReduceLROnPlateau({ monitor: 'val_loss', factor: 0.5, patience: 3 });
 */
export function ReduceLROnPlateau<const Name extends string = 'val_loss'>(
  options: ReduceLROnPlateauOptions<Name> = {},
): Callback<Name> {
  const described = declared.read(arguments);
  const { kind, config } = described;
  const { factor, patience, verbose, minDelta, cooldown, minLr } = config;
  const watched = watch(kind, config);

  let wait = 0;
  let best: number | null = null;
  let cooling = 0;
  return {
    ...described,
    onTrainBegin() {
      wait = 0;
      best = null;
      cooling = 0;
    },
    onEpochEnd(epoch, logs, run) {
      const { model } = run;
      run.log('learning_rate', model.learningRate);
      const value = watched.valueIn(logs);
      if (value === null) return;
      if (cooling > 0) {
        cooling -= 1;
        wait = 0;
      }
      if (watched.isBetter(value, best, minDelta, run)) {
        best = value;
        wait = 0;
        return;
      }
      if (cooling > 0) return;
      wait += 1;
      if (wait < patience || model.learningRate <= minLr) return;
      model.learningRate = Math.max(model.learningRate * factor, minLr);
      cooling = cooldown;
      wait = 0;
      if (verbose > 0) {
        console.log(
          `\nEpoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${model.learningRate}.`,
        );
      }
    },
    state: (): Kept => ({ wait, best, cooling, isWarned: watched.isWarned }),
    restore(state) {
      ({ wait, best, cooling, isWarned: watched.isWarned } = state as Kept);
    },
  };
}

/** What a backup has to hold of it; the rate itself is the optimizer's. */
type Kept = {
  readonly wait: number;
  readonly best: number | null;
  readonly cooling: number;
  readonly isWarned: boolean;
};

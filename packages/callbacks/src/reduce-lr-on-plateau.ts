import {
  type Callback,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
  requireOneOf,
  requireWhole,
} from '@tsuno/core';
import { type MonitorOptions, watch } from './monitor.ts';

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the learning rate is multiplied by. */
  readonly factor?: number;
  /** After so many epochs without a better value the rate is reduced. */
  readonly patience?: number;
  /** 1 says so. */
  readonly verbose?: 0 | 1;
  /** A change must be larger to count as better. */
  readonly minDelta?: number;
  /** So many epochs after a reduction are not counted. */
  readonly cooldown?: number;
  /** The rate never falls below. */
  readonly minLr?: number;
}

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
export function ReduceLROnPlateau({
  monitor = 'val_loss',
  factor = 0.1,
  patience = 10,
  verbose = 0,
  mode = 'auto',
  minDelta = 1e-4,
  cooldown = 0,
  minLr = 0,
  ...unknown
}: ReduceLROnPlateauOptions = {}): Callback {
  requireNamedOptions('ReduceLROnPlateau', arguments);
  const options = { monitor, factor, patience, verbose, mode, minDelta, cooldown, minLr };
  refuseUnknownOptions('ReduceLROnPlateau', unknown, Object.keys(options));
  requireInterval('ReduceLROnPlateau', { factor }, '[0, 1)');
  requireInterval('ReduceLROnPlateau', { minDelta, minLr }, '[0, ∞)');
  requireWhole('ReduceLROnPlateau', { patience, cooldown }, 0);
  requireOneOf('ReduceLROnPlateau', { verbose }, [0, 1]);
  const watched = watch('ReduceLROnPlateau', { monitor, mode });

  let wait = 0;
  let best: number | null = null;
  let cooling = 0;
  return {
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
  };
}

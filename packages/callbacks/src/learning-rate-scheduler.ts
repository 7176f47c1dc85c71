import {
  type Callback,
  declareOptions,
  OptionError,
  type OptionsOf,
  type Shown,
  show,
} from '@tsuno/core';
import { VERBOSE } from './monitor.ts';

const declared = declareOptions('LearningRateScheduler', {
  /** 1 says what each epoch's rate is. */
  verbose: VERBOSE,
});

export interface LearningRateSchedulerOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Sets the learning rate at the beginning of each epoch to what `schedule(epoch, learningRate)` gives, epochs counted
 * from 0. It is logged as `learning_rate`. For a rate that changes with every step give the optimizer a schedule.
 *
 * @throws OptionError for what is no function; in `fit` when it gives no number, and for an optimizer with a schedule.
 * @see https://keras.io/api/callbacks/learning_rate_scheduler/
 * @example
 * import { callbacks } from 'tsuno';
 *
 * callbacks.LearningRateScheduler((epoch, learningRate) => (epoch < 10 ? learningRate : learningRate / 2));
 */
export function LearningRateScheduler(
  schedule: (epoch: number, learningRate: number) => number,
  options: LearningRateSchedulerOptions = {},
): Callback {
  if (typeof schedule !== 'function') {
    throw new OptionError(
      `LearningRateScheduler: the schedule must be a function of the epoch and the learning rate, got ${show(schedule)}.`,
    );
  }
  const described = declared.read(Array.from(arguments).slice(1));
  const { verbose } = described.config;
  return {
    ...described,
    onEpochBegin(epoch, _logs, { model }) {
      const learningRate = schedule(epoch, model.learningRate);
      if (typeof learningRate !== 'number' || !(learningRate >= 0)) {
        throw new OptionError(
          `LearningRateScheduler: the schedule must give a number of at least 0, got ${show(learningRate)} for epoch ${epoch}.`,
        );
      }
      model.learningRate = learningRate;
      if (verbose > 0) {
        console.log(
          `\nEpoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${learningRate}.`,
        );
      }
    },
    onEpochEnd(_epoch, _logs, run) {
      run.log('learning_rate', run.model.learningRate);
    },
  };
}

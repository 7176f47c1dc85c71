import {
  declareOptions,
  defineSchedule,
  type OptionsOf,
  option,
  type Schedule,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('ExponentialDecay', {
  /** α₀, the rate at step 0. */
  initialLearningRate: option.number('[0, ∞)'),
  /** S: the number of steps after which the rate has been multiplied by decayRate once. */
  decaySteps: option.number('(0, ∞)'),
  /** r: the factor. */
  decayRate: option.number('[0, ∞)'),
  /** True lets the rate fall in steps of S instead of smoothly. */
  staircase: option.boolean(false),
});

export interface ExponentialDecayOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * A rate that falls by the same factor over and over: α₀·r^(s/S) at step s, with s/S rounded down for a `staircase`.
 *
 * @throws OptionError for decaySteps that are not positive and negative rates.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const schedule = optimizers.schedules.ExponentialDecay({
 *   initialLearningRate: 0.1,
 *   decaySteps: 100,
 *   decayRate: 0.5,
 * });
 * console.assert(schedule.at(200) === 0.025);
 * optimizers.Adam({ learningRate: schedule });
 */
export function ExponentialDecay(options: ExponentialDecayOptions): Schedule {
  const described = declared.read(arguments);
  const { initialLearningRate, decaySteps, decayRate, staircase } = described.config;
  return defineSchedule({
    ...described,
    at(step) {
      const times = step / decaySteps;
      return initialLearningRate * decayRate ** (staircase ? Math.floor(times) : times);
    },
  });
}

import {
  defineSchedule,
  refuseUnknownOptions,
  requireBoolean,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface ExponentialDecayOptions {
  /** α₀, the rate at step 0. */
  readonly initialLearningRate: number;
  /** S: the number of steps after which the rate has been multiplied by decayRate once. */
  readonly decaySteps: number;
  /** r: the factor. */
  readonly decayRate: number;
  /** True lets the rate fall in steps of S instead of smoothly. */
  readonly staircase?: boolean;
}

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
export function ExponentialDecay({
  initialLearningRate,
  decaySteps,
  decayRate,
  staircase = false,
  ...unknown
}: ExponentialDecayOptions) {
  requireNamedOptions('ExponentialDecay', arguments);
  const config = { initialLearningRate, decaySteps, decayRate, staircase };
  refuseUnknownOptions('ExponentialDecay', unknown, Object.keys(config));
  requireInterval('ExponentialDecay', { initialLearningRate, decayRate }, '[0, ∞)');
  requireInterval('ExponentialDecay', { decaySteps }, '(0, ∞)');
  requireBoolean('ExponentialDecay', { staircase });
  return defineSchedule({
    kind: 'ExponentialDecay',
    config,
    at(step) {
      const times = step / decaySteps;
      return initialLearningRate * decayRate ** (staircase ? Math.floor(times) : times);
    },
  });
}

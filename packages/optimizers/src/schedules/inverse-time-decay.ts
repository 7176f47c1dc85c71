import {
  defineSchedule,
  refuseUnknownOptions,
  requireBoolean,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface InverseTimeDecayOptions {
  /** α₀, the rate at step 0. */
  readonly initialLearningRate: number;
  /** S: the unit in which steps are counted. */
  readonly decaySteps: number;
  /** r: how fast the rate falls. */
  readonly decayRate: number;
  /** True lets the rate fall in steps of S instead of smoothly. */
  readonly staircase?: boolean;
}

/**
 * A rate that falls like one over time: α₀/(1 + r·s/S) at step s, with s/S rounded down for a `staircase`.
 *
 * @throws OptionError for decaySteps that are not positive and negative rates.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const schedule = optimizers.schedules.InverseTimeDecay({
 *   initialLearningRate: 0.1,
 *   decaySteps: 100,
 *   decayRate: 1,
 * });
 * console.assert(schedule.at(100) === 0.05);
 */
export function InverseTimeDecay({
  initialLearningRate,
  decaySteps,
  decayRate,
  staircase = false,
  ...unknown
}: InverseTimeDecayOptions) {
  requireNamedOptions('InverseTimeDecay', arguments);
  const config = { initialLearningRate, decaySteps, decayRate, staircase };
  refuseUnknownOptions('InverseTimeDecay', unknown, Object.keys(config));
  requireInterval('InverseTimeDecay', { initialLearningRate, decayRate }, '[0, ∞)');
  requireInterval('InverseTimeDecay', { decaySteps }, '(0, ∞)');
  requireBoolean('InverseTimeDecay', { staircase });
  return defineSchedule({
    kind: 'InverseTimeDecay',
    config,
    at(step) {
      const times = step / decaySteps;
      return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(times) : times));
    },
  });
}

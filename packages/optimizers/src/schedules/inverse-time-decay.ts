import {
  declareOptions,
  defineSchedule,
  type OptionsOf,
  option,
  type Schedule,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('InverseTimeDecay', {
  /** α₀, the rate at step 0. */
  initialLearningRate: option.number('[0, ∞)'),
  /** S: the unit in which steps are counted. */
  decaySteps: option.number('(0, ∞)'),
  /** r: how fast the rate falls. */
  decayRate: option.number('[0, ∞)'),
  /** True lets the rate fall in steps of S instead of smoothly. */
  staircase: option.boolean(false),
});

export interface InverseTimeDecayOptions extends OptionsOf<typeof declared>, Shown {}

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
export function InverseTimeDecay(options: InverseTimeDecayOptions): Schedule {
  const described = declared.read(arguments);
  const { initialLearningRate, decaySteps, decayRate, staircase } = described.config;
  return defineSchedule({
    ...described,
    at(step) {
      const times = step / decaySteps;
      return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(times) : times));
    },
  });
}

import {
  declareOptions,
  defineSchedule,
  type OptionsOf,
  option,
  type Schedule,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('PolynomialDecay', {
  /** α₀, the rate at step 0. */
  initialLearningRate: option.number('[0, ∞)'),
  /** S: the number of steps until the end rate is reached. */
  decaySteps: option.number('(0, ∞)'),
  /** α₁, the rate from then on. */
  endLearningRate: option.number('[0, ∞)', 1e-4),
  /** p: 1 falls in a straight line. */
  power: option.number('[0, ∞)', 1),
  /** True begins anew after S steps, each time for one S longer, from a lower rate. */
  cycle: option.boolean(false),
});

export interface PolynomialDecayOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * A rate that falls from α₀ to α₁ along a power of the time: (α₀ − α₁)·(1 − s/S)ᵖ + α₁ at step s, α₁ after S. With
 * `cycle` S becomes S·⌈s/S⌉.
 *
 * @throws OptionError for decaySteps that are not positive and negative rates or powers.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const schedule = optimizers.schedules.PolynomialDecay({
 *   initialLearningRate: 0.5,
 *   decaySteps: 100,
 *   endLearningRate: 0,
 * });
 * console.assert(schedule.at(50) === 0.25 && schedule.at(1000) === 0);
 */
export function PolynomialDecay(options: PolynomialDecayOptions): Schedule {
  const described = declared.read(arguments);
  const { initialLearningRate, decaySteps, endLearningRate, power, cycle } = described.config;
  return defineSchedule({
    ...described,
    at(step) {
      const cycles = cycle ? Math.max(1, Math.ceil(step / decaySteps)) : 1;
      const share = Math.min(step, cycles * decaySteps) / (cycles * decaySteps);
      return (initialLearningRate - endLearningRate) * (1 - share) ** power + endLearningRate;
    },
  });
}

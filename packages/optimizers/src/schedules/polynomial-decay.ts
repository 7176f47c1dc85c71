import {
  defineSchedule,
  refuseUnknownOptions,
  requireBoolean,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface PolynomialDecayOptions {
  /** α₀, the rate at step 0. */
  readonly initialLearningRate: number;
  /** S: the number of steps until the end rate is reached. */
  readonly decaySteps: number;
  /** α₁, the rate from then on. */
  readonly endLearningRate?: number;
  /** p: 1 falls in a straight line. */
  readonly power?: number;
  /** True begins anew after S steps, each time for one S longer, from a lower rate. */
  readonly cycle?: boolean;
}

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
export function PolynomialDecay({
  initialLearningRate,
  decaySteps,
  endLearningRate = 1e-4,
  power = 1,
  cycle = false,
  ...unknown
}: PolynomialDecayOptions) {
  requireNamedOptions('PolynomialDecay', arguments);
  const config = { initialLearningRate, decaySteps, endLearningRate, power, cycle };
  refuseUnknownOptions('PolynomialDecay', unknown, Object.keys(config));
  requireInterval('PolynomialDecay', { initialLearningRate, endLearningRate, power }, '[0, ∞)');
  requireInterval('PolynomialDecay', { decaySteps }, '(0, ∞)');
  requireBoolean('PolynomialDecay', { cycle });
  return defineSchedule({
    kind: 'PolynomialDecay',
    config,
    at(step) {
      const cycles = cycle ? Math.max(1, Math.ceil(step / decaySteps)) : 1;
      const share = Math.min(step, cycles * decaySteps) / (cycles * decaySteps);
      return (initialLearningRate - endLearningRate) * (1 - share) ** power + endLearningRate;
    },
  });
}

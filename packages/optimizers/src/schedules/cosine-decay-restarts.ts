import {
  declareOptions,
  defineSchedule,
  type OptionsOf,
  option,
  type Schedule,
  type Shown,
} from '@tsuno/core';
import { halfCosine } from './cosine-decay.ts';

const declared = declareOptions('CosineDecayRestarts', {
  /** α₀, the rate at step 0. */
  initialLearningRate: option.number('[0, ∞)'),
  /** S: the number of steps of the first period. */
  firstDecaySteps: option.number('(0, ∞)'),
  /** t: each period is so many times as long as the one before. */
  tMul: option.number('[1, ∞)', 2),
  /** m: each period begins with so many times the rate of the one before. */
  mMul: option.number('[0, ∞)', 1),
  /** a: the share of the rate that is left at the end of a period. */
  alpha: option.number('[0, ∞)', 0),
});

export interface CosineDecayRestartsOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Half cosines that begin over and over: in period i the rate falls from mⁱ·α₀ within S·tⁱ steps.
 *
 *     α₀·((1 − a)·½·mⁱ·(1 + cos(π·share of the period)) + a)
 *
 * Source: I. Loshchilov and F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (2017),
 * https://arxiv.org/abs/1608.03983.
 *
 * @throws OptionError for firstDecaySteps that are not positive, for a tMul below 1 and for negative rates.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const schedule = optimizers.schedules.CosineDecayRestarts({
 *   initialLearningRate: 0.5,
 *   firstDecaySteps: 100,
 * });
 * console.assert(schedule.at(100) === 0.5 && schedule.at(299) < 1e-4 && schedule.at(300) === 0.5);
 */
export function CosineDecayRestarts(options: CosineDecayRestartsOptions): Schedule {
  const described = declared.read(arguments);
  const { initialLearningRate, firstDecaySteps, tMul, mMul, alpha } = described.config;
  return defineSchedule({
    ...described,
    at(step) {
      const { period, share } = periodAt(step / firstDecaySteps, tMul);
      const height = mMul ** period;
      return initialLearningRate * (height * (halfCosine(share, alpha) - alpha) + alpha);
    },
  });
}

/** Which period it is after so many first periods, and how much of it has passed. */
function periodAt(time: number, tMul: number): { readonly period: number; readonly share: number } {
  if (tMul === 1) return { period: Math.floor(time), share: time % 1 };
  let [period, length, left] = [0, 1, time];
  while (left >= length - time * ROUNDINGS) {
    left -= length;
    length *= tMul;
    period += 1;
  }
  return { period, share: Math.max(0, left) / length };
}

/** With a factor that is not binary a period's end is met but for some roundings in doubles, of 10⁻¹⁶ each. */
const ROUNDINGS = 1e-12;

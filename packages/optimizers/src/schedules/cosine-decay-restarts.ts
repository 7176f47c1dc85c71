import {
  defineSchedule,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';
import { halfCosine } from './cosine-decay.ts';

export interface CosineDecayRestartsOptions {
  /** α₀, the rate at step 0. */
  readonly initialLearningRate: number;
  /** S: the number of steps of the first period. */
  readonly firstDecaySteps: number;
  /** t: each period is so many times as long as the one before. */
  readonly tMul?: number;
  /** m: each period begins with so many times the rate of the one before. */
  readonly mMul?: number;
  /** a: the share of the rate that is left at the end of a period. */
  readonly alpha?: number;
}

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
export function CosineDecayRestarts({
  initialLearningRate,
  firstDecaySteps,
  tMul = 2,
  mMul = 1,
  alpha = 0,
  ...unknown
}: CosineDecayRestartsOptions) {
  requireNamedOptions('CosineDecayRestarts', arguments);
  const config = { initialLearningRate, firstDecaySteps, tMul, mMul, alpha };
  refuseUnknownOptions('CosineDecayRestarts', unknown, Object.keys(config));
  requireInterval('CosineDecayRestarts', { initialLearningRate, mMul, alpha }, '[0, ∞)');
  requireInterval('CosineDecayRestarts', { firstDecaySteps }, '(0, ∞)');
  requireInterval('CosineDecayRestarts', { tMul }, '[1, ∞)');
  return defineSchedule({
    kind: 'CosineDecayRestarts',
    config,
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
  while (left >= length) {
    left -= length;
    length *= tMul;
    period += 1;
  }
  return { period, share: left / length };
}

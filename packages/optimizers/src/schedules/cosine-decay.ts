import {
  declareOptions,
  defineSchedule,
  type OptionsOf,
  option,
  type Schedule,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('CosineDecay', {
  /** α₀, the rate at step 0. */
  initialLearningRate: option.number('[0, ∞)'),
  /** S: the number of steps of the decay. */
  decaySteps: option.number('(0, ∞)'),
  /** a: the share of the rate that is left at the end. */
  alpha: option.number('[0, ∞)', 0),
  /** The rate to which it rises first, in a straight line; null for no warm-up. */
  warmupTarget: option.orNull(option.number('[0, ∞)')),
  /** How many steps that takes. */
  warmupSteps: option.number('[0, ∞)', 0),
});

export interface CosineDecayOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * A rate that falls along half a cosine: α₀·((1 − a)·½(1 + cos(π·s/S)) + a) at step s, and α₀·a after S. With a
 * `warmupTarget` the rate first rises from α₀ to it, and falls from there.
 *
 * Source: I. Loshchilov and F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (2017),
 * https://arxiv.org/abs/1608.03983.
 *
 * @throws OptionError for decaySteps that are not positive and negative rates.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const schedule = optimizers.schedules.CosineDecay({
 *   initialLearningRate: 0,
 *   decaySteps: 100,
 *   warmupTarget: 0.5,
 *   warmupSteps: 10,
 * });
 * console.assert(schedule.at(5) === 0.25 && schedule.at(10) === 0.5 && schedule.at(110) === 0);
 */
export function CosineDecay(options: CosineDecayOptions): Schedule {
  const described = declared.read(arguments);
  const { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps } = described.config;
  return defineSchedule({
    ...described,
    at(step) {
      const top = warmupTarget ?? initialLearningRate;
      const warmup = warmupTarget === null ? 0 : warmupSteps;
      if (step < warmup) {
        return initialLearningRate + (top - initialLearningRate) * (step / warmup);
      }
      return top * halfCosine(Math.min(1, (step - warmup) / decaySteps), alpha);
    },
  });
}

/** From 1 at 0 to `alpha` at 1. */
export function halfCosine(share: number, alpha: number): number {
  return (1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * share)) + alpha;
}

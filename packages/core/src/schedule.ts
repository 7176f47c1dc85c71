import type { OptionDeclarations } from './declare-options.ts';
import { type Config, type Description, isDescription } from './description.ts';
import { OptionError } from './errors.ts';
import { kind, type Made } from './option-kinds.ts';
import { requireInterval } from './options.ts';
import { show } from './show.ts';

/** A learning rate that changes while training: a pure function of the step. */
export interface Schedule extends Description<'schedule'> {
  /** The rate for the update that follows `step` others: 0 for the first. */
  at(step: number): number;
}

/** α: one number, or a schedule, or any function of the step (which no JSON can hold). */
export type LearningRate = number | Schedule | ((step: number) => number);

/**
 * Makes a schedule.
 *
 * @example
 * import { defineSchedule } from 'tsuno/core';
 *
 * const Halving = ({ start = 0.1, every = 1000 } = {}) =>
 *   defineSchedule({
 *     kind: 'Halving',
 *     config: { start, every },
 *     at: (step) => start / 2 ** Math.floor(step / every),
 *   });
 * console.assert(Halving().at(2500) === 0.025);
 */
export function defineSchedule<C extends Config>(schedule: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly at: (step: number) => number;
}): Schedule & { readonly config: C } {
  return Object.freeze({
    ...schedule,
    type: 'schedule' as const,
    config: Object.freeze(schedule.config),
  });
}

/**
 * The rate for the update that follows `step` others.
 *
 * @throws OptionError when a function of the user's gives no rate.
 */
export function learningRateAt(rate: LearningRate, step: number): number {
  if (typeof rate === 'number') return rate;
  const value = typeof rate === 'function' ? rate(step) : rate.at(step);
  if (typeof value !== 'number' || Number.isNaN(value) || value < 0) {
    const who = typeof rate === 'function' ? 'the learning rate function' : rate.kind;
    throw new OptionError(
      `${who}: the learning rate at step ${step} must be a number of at least 0, got ${show(value)}.`,
    );
  }
  return value;
}

/** @throws OptionError for what is neither a number of at least 0, nor a schedule, nor a function of the step. */
export function requireLearningRate(who: string, learningRate: unknown): void {
  if (typeof learningRate === 'function' || isDescription(learningRate, 'schedule')) return;
  if (typeof learningRate === 'number') {
    requireInterval(who, { learningRate }, '[0, ∞)');
    return;
  }
  throw new OptionError(
    `${who}: learningRate must be a number, a schedule such as optimizers.schedules.CosineDecay({ … }), or a function of the step, got ${show(learningRate)}.`,
  );
}

/** The option for a rate: a number of at least 0, a schedule, or a function of the step. */
/* @__NO_SIDE_EFFECTS__ */
export function learningRateOption(preset: number): Made<LearningRate, LearningRate, [number]> {
  return kind<LearningRate, LearningRate, [number]>(
    {
      takes: 'a number, a schedule, or a function of the step',
      isFloat: true,
      read(given, who) {
        requireLearningRate(who, given);
        return given as LearningRate;
      },
    },
    preset,
  );
}

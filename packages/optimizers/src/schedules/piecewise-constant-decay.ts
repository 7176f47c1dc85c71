import {
  declareOptions,
  defineSchedule,
  OptionError,
  type OptionsOf,
  option,
  type Schedule,
  type Shown,
} from '@tsuno/core';

const declared = declareOptions('PiecewiseConstantDecay', {
  /** The last step of each piece but the last one, in increasing order. */
  boundaries: option.list(option.number('(-∞, ∞)')),
  /** The rate of each piece: one more than there are boundaries. */
  values: option.list(option.number('[0, ∞)')),
});

export interface PiecewiseConstantDecayOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * A rate that is constant from one boundary to the next: the first value up to and with the first boundary, and so on.
 *
 * @throws OptionError for boundaries that do not increase, and unless there is one value more than boundaries.
 * @see https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/
 * @example
 * import { optimizers } from 'tsuno';
 *
 * const schedule = optimizers.schedules.PiecewiseConstantDecay({
 *   boundaries: [1000, 2000],
 *   values: [0.1, 0.01, 0.001],
 * });
 * console.assert(schedule.at(1000) === 0.1 && schedule.at(1001) === 0.01);
 */
export function PiecewiseConstantDecay(options: PiecewiseConstantDecayOptions): Schedule {
  const described = declared.read(arguments);
  const { boundaries, values } = described.config;
  if (values.length !== boundaries.length + 1) {
    throw new OptionError(
      `PiecewiseConstantDecay: there must be one value more than boundaries, got ${values.length} values and ${boundaries.length} boundaries.`,
    );
  }
  const wrong = boundaries.findIndex((boundary, i) => i > 0 && boundary <= boundaries[i - 1]);
  if (wrong > 0) {
    throw new OptionError(
      `PiecewiseConstantDecay: boundaries must increase, but ${boundaries[wrong]} follows ${boundaries[wrong - 1]}.`,
    );
  }
  return defineSchedule({
    ...described,
    at(step) {
      const piece = boundaries.findIndex((boundary) => step <= boundary);
      return values[piece < 0 ? values.length - 1 : piece];
    },
  });
}

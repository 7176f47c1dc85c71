import {
  defineSchedule,
  OptionError,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
  show,
} from '@tsuno/core';

export interface PiecewiseConstantDecayOptions {
  /** The last step of each piece but the last one, in increasing order. */
  readonly boundaries: readonly number[];
  /** The rate of each piece: one more than there are boundaries. */
  readonly values: readonly number[];
}

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
export function PiecewiseConstantDecay({
  boundaries,
  values,
  ...unknown
}: PiecewiseConstantDecayOptions) {
  requireNamedOptions('PiecewiseConstantDecay', arguments);
  refuseUnknownOptions('PiecewiseConstantDecay', unknown, ['boundaries', 'values']);
  if (!Array.isArray(boundaries) || !Array.isArray(values)) {
    throw new OptionError(
      `PiecewiseConstantDecay: boundaries and values must be lists of numbers, got ${show(boundaries)} and ${show(values)}.`,
    );
  }
  if (values.length !== boundaries.length + 1) {
    throw new OptionError(
      `PiecewiseConstantDecay: there must be one value more than boundaries, got ${values.length} values and ${boundaries.length} boundaries.`,
    );
  }
  for (const [index, value] of values.entries()) {
    requireInterval('PiecewiseConstantDecay', { [`values[${index}]`]: value }, '[0, ∞)');
  }
  for (const [index, boundary] of boundaries.entries()) {
    requireInterval('PiecewiseConstantDecay', { [`boundaries[${index}]`]: boundary }, '(-∞, ∞)');
    if (index > 0 && boundary <= boundaries[index - 1]) {
      throw new OptionError(
        `PiecewiseConstantDecay: boundaries must increase, but ${boundary} follows ${boundaries[index - 1]}.`,
      );
    }
  }
  return defineSchedule({
    kind: 'PiecewiseConstantDecay',
    config: { boundaries: Object.freeze([...boundaries]), values: Object.freeze([...values]) },
    at(step) {
      const piece = boundaries.findIndex((boundary) => step <= boundary);
      return values[piece < 0 ? values.length - 1 : piece];
    },
  });
}

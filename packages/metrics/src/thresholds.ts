import {
  type DeclaredOptions,
  isInInterval,
  OptionError,
  type OptionsOf,
  option,
  show,
} from '@tsuno/core';
import type { MetricOptions } from './metric-options.ts';

/** The threshold of metrics that count answers. */
export const THRESHOLDS = {
  /** An output above it says yes. By default 0.5, and 0 in a model whose loss takes logits. */
  thresholds: option.orNull(oneThreshold()),
};

export interface ThresholdOptions<N extends string = string>
  extends OptionsOf<DeclaredOptions<typeof THRESHOLDS>>,
    MetricOptions<N> {}

/** One threshold, or a list of one. Keras takes several, and gives a list of results; a metric here is one number. */
/* @__NO_SIDE_EFFECTS__ */
export function oneThreshold() {
  const read = (given: unknown, who: string, name: string) => {
    const list = Array.isArray(given) ? given : [given];
    if (list.length === 1) return isInInterval(list[0], '[0, 1]') ? list[0] : undefined;
    throw new OptionError(
      `${who}: ${name} must be one number, since a metric is one number, got ${show(given)}. For several make a metric for each, with names of their own.`,
    );
  };
  return option.kind<number | readonly number[], number>({ takes: 'a number in [0, 1]', read });
}

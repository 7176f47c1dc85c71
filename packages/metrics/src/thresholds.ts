import { OptionError, requireInterval, show } from '@tsuno/core';
import type { MetricOptions } from './metric-options.ts';

export interface ThresholdOptions<N extends string = string> extends MetricOptions<N> {
  /** An output above it says yes. By default 0.5, and 0 in a model whose loss takes logits. */
  readonly thresholds?: number | readonly number[] | null;
}

/**
 * The one threshold that is meant, or `preset` where none is given. Keras takes a list, and gives a list of results
 * for it; a metric here is one number.
 *
 * @throws OptionError
 */
export function oneThreshold(
  who: string,
  thresholds: number | readonly number[] | null | undefined,
  preset: number,
): number {
  if (thresholds === undefined || thresholds === null) return preset;
  const list = typeof thresholds === 'number' ? [thresholds] : thresholds;
  if (!Array.isArray(list) || list.length !== 1) {
    throw new OptionError(
      `${who}: thresholds must be one number, since a metric is one number, got ${show(thresholds)}. For several make a metric for each, with names of their own.`,
    );
  }
  requireInterval(who, { thresholds: list[0] }, '[0, 1]');
  return list[0];
}

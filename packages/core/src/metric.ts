import type { Yields } from './activation.ts';
import type { Config, Description } from './description.ts';
import type { tf } from './tf.ts';

/**
 * A number that is reported over all batches of an epoch.
 * Each batch gives a few statistics (`measure`), statistics of batches are combined (by default added, in doubles),
 * and at the end they become the number (`result`): so a partial batch counts by its size.
 */
export interface Metric extends Description<'metric'> {
  readonly name: string;
  /** Whether more is better: what callbacks go by when their `mode` is `auto`. */
  readonly direction?: 'up' | 'down';
  /** The statistics of one batch, [k]. `sampleWeight` is null or one weight per example. */
  measure(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight: tf.Tensor | null): tf.Tensor1D;
  combine(total: readonly number[], batch: readonly number[]): readonly number[];
  result(total: readonly number[]): number;
  /** Refuses outputs that it can make no sense of, at `compile`. */
  readonly expects?: Yields;
}

/** Makes a metric. */
export function defineMetric<C extends Config & { readonly name: string }>({
  combine = addStatistics,
  ...metric
}: {
  readonly kind: string;
  readonly config: C;
  readonly direction?: 'up' | 'down';
  readonly expects?: Yields;
  readonly measure: Metric['measure'];
  readonly combine?: Metric['combine'];
  readonly result: Metric['result'];
}): Metric & { readonly config: C } {
  return Object.freeze({
    ...metric,
    combine,
    type: 'metric' as const,
    config: Object.freeze(metric.config),
    name: metric.config.name,
  });
}

function addStatistics(total: readonly number[], batch: readonly number[]): readonly number[] {
  return total.map((value, index) => value + batch[index]);
}

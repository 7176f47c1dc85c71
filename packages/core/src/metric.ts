import type { OptionDeclarations } from './declare-options.ts';
import type { Config, Description } from './description.ts';
import type { Shape } from './shape.ts';
import type { Rows } from './table.ts';
import type * as tf from './tf.ts';

/**
 * A number that is reported over all batches of an epoch.
 * Each batch gives a few statistics (`measure`), statistics of batches are combined (by default added, in doubles),
 * and at the end they become the number (`result`): so a partial batch counts by its size.
 * `Name` is the name under which it is reported, as a literal where it is known.
 */
export interface Metric<Name extends string = string> extends Description<'metric'> {
  readonly name: Name;
  /** Whether more is better: what callbacks go by when their `mode` is `auto`. */
  readonly direction?: 'up' | 'down';
  /** The statistics of one batch, [k]. `sampleWeight` is null or one weight per example. */
  measure(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight: tf.Tensor | null): tf.Tensor1D;
  /**
   * The same statistics from numbers in host memory, for an engine that has them there: `rows` examples, each with its
   * targets and its outputs one after the other.
   */
  measureRows?(batch: MeasuredRows): readonly number[];
  combine(total: readonly number[], batch: readonly number[]): readonly number[];
  result(total: readonly number[]): number;
  /** The same metric for a model whose outputs are logits, where that differs. */
  readonly forLogits?: Metric;
  /**
   * Refuses targets that it can make no sense of. `output` is the shape of one prediction.
   *
   * @throws LabelError
   */
  checkTargets?(targets: Rows, output: Shape): void;
}

/** A batch of targets and outputs, row by row. */
export interface MeasuredRows {
  readonly rows: number;
  readonly yTrue: ArrayLike<number>;
  readonly yPred: ArrayLike<number>;
  /** The shapes of one target and of one output. */
  readonly target: Shape;
  readonly output: Shape;
  /** One weight for each example, or null. */
  readonly sampleWeight: ArrayLike<number> | null;
}

/** Makes a metric. */
export function defineMetric<const C extends Config & { readonly name: string }>({
  combine = addStatistics,
  ...metric
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly direction?: 'up' | 'down';
  readonly forLogits?: Metric;
  readonly checkTargets?: Metric['checkTargets'];
  readonly measure: Metric['measure'];
  readonly measureRows?: Metric['measureRows'];
  readonly combine?: Metric['combine'];
  readonly result: Metric['result'];
}): Metric<C['name']> & { readonly config: C } {
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

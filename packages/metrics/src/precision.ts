import type { Metric } from '@tsuno/core';
import { requireNamedOptions } from '@tsuno/core';
import { confusionMetric, NOT_CHOSEN, share } from './confusion-metric.ts';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { oneThreshold } from './thresholds.ts';

export interface PrecisionOptions<N extends string = string> extends MetricOptions<N> {
  /** An output above it says yes. By default 0.5, 0 in a model whose loss takes logits, and none with `topK`. */
  readonly thresholds?: number | readonly number[] | null;
  /** How many of the largest outputs of an example say yes; all of them when null. */
  readonly topK?: number | null;
  /** The one output that is looked at; all of them when null. */
  readonly classId?: number | null;
}

/**
 * The share of yeses that are right: TP / (TP + FP), counted over all outputs of all batches, and 0 where there are none. Each output
 * answers yes or no, so targets are 0 or 1 (or one-hot), of the shape of the outputs.
 *
 * @throws LabelError when the targets are not of the outputs' shape; OptionError for several thresholds, for which
 * Keras gives a list.
 * @see https://keras.io/api/metrics/classification_metrics/#precision-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.Precision({ thresholds: 0.8 }).result([3, 1, 0, 0]) === 0.75);
 */
export function Precision<const N extends string = 'precision'>({
  thresholds,
  topK = null,
  classId = null,
  name = 'precision' as N,
  ...unknown
}: PrecisionOptions<N> = {}): Metric<N> {
  requireNamedOptions('Precision', arguments);
  const config = { thresholds, topK, classId, name };
  checkMetricOptions('Precision', config, unknown);
  const follows = (thresholds === undefined || thresholds === null) && topK === null;
  return confusionMetric({
    kind: 'Precision',
    config,
    direction: 'up',
    forLogits: follows ? Precision({ thresholds: 0, classId, name }) : undefined,
    threshold: oneThreshold('Precision', thresholds, topK === null ? 0.5 : NOT_CHOSEN),
    topK,
    classId,
    result: ({ truePositives, falsePositives }) =>
      share(truePositives, truePositives + falsePositives),
  });
}

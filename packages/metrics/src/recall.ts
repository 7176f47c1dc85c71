import type { Metric } from '@tsuno/core';
import { requireNamedOptions } from '@tsuno/core';
import { confusionMetric, NOT_CHOSEN, share } from './confusion-metric.ts';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { oneThreshold } from './thresholds.ts';

export interface RecallOptions<N extends string = string> extends MetricOptions<N> {
  /** An output above it says yes. By default 0.5, 0 in a model whose loss takes logits, and none with `topK`. */
  readonly thresholds?: number | readonly number[] | null;
  /** How many of the largest outputs of an example say yes; all of them when null. */
  readonly topK?: number | null;
  /** The one output that is looked at; all of them when null. */
  readonly classId?: number | null;
}

/**
 * The share of positives that are found: TP / (TP + FN), counted over all outputs of all batches, and 0 where there are none. Each output
 * answers yes or no, so targets are 0 or 1 (or one-hot), of the shape of the outputs.
 *
 * @throws LabelError when the targets are not of the outputs' shape; OptionError for several thresholds, for which
 * Keras gives a list.
 * @see https://keras.io/api/metrics/classification_metrics/#recall-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.Recall({ thresholds: 0.8 }).result([3, 0, 0, 1]) === 0.75);
 */
export function Recall<const N extends string = 'recall'>({
  thresholds,
  topK = null,
  classId = null,
  name = 'recall' as N,
  ...unknown
}: RecallOptions<N> = {}): Metric<N> {
  requireNamedOptions('Recall', arguments);
  const config = { thresholds, topK, classId, name };
  checkMetricOptions('Recall', config, unknown);
  const follows = (thresholds === undefined || thresholds === null) && topK === null;
  return confusionMetric({
    kind: 'Recall',
    config,
    direction: 'up',
    forLogits: follows ? Recall({ thresholds: 0, classId, name }) : undefined,
    threshold: oneThreshold('Recall', thresholds, topK === null ? 0.5 : NOT_CHOSEN),
    topK,
    classId,
    result: ({ truePositives, falseNegatives }) =>
      share(truePositives, truePositives + falseNegatives),
  });
}

import type { Metric } from '@tsuno/core';
import { requireNamedOptions } from '@tsuno/core';
import { confusionMetric } from './confusion-metric.ts';
import { checkMetricOptions } from './metric-options.ts';
import { oneThreshold, type ThresholdOptions } from './thresholds.ts';

/**
 * How many outputs say yes where the target says no, over all outputs of all batches; with sample weights the sum of their weights.
 *
 * @throws LabelError when the targets are not of the outputs' shape; OptionError for several thresholds.
 * @see https://keras.io/api/metrics/classification_metrics/#falsepositives-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.FalsePositives().result([0, 7, 0, 0]) === 7);
 */
export function FalsePositives<const N extends string = 'false_positives'>({
  thresholds,
  name = 'false_positives' as N,
  ...unknown
}: ThresholdOptions<N> = {}): Metric<N> {
  requireNamedOptions('FalsePositives', arguments);
  const config = { thresholds, name };
  checkMetricOptions('FalsePositives', config, unknown);
  const follows = thresholds === undefined || thresholds === null;
  return confusionMetric({
    kind: 'FalsePositives',
    config,
    forLogits: follows ? FalsePositives({ thresholds: 0, name }) : undefined,
    threshold: oneThreshold('FalsePositives', thresholds, 0.5),
    result: ({ falsePositives }) => falsePositives,
  });
}

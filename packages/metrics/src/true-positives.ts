import type { Metric } from '@tsuno/core';
import { requireNamedOptions } from '@tsuno/core';
import { confusionMetric } from './confusion-metric.ts';
import { checkMetricOptions } from './metric-options.ts';
import { oneThreshold, type ThresholdOptions } from './thresholds.ts';

/**
 * How many outputs say yes where the target does, over all outputs of all batches; with sample weights the sum of their weights.
 *
 * @throws LabelError when the targets are not of the outputs' shape; OptionError for several thresholds.
 * @see https://keras.io/api/metrics/classification_metrics/#truepositives-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.TruePositives().result([7, 0, 0, 0]) === 7);
 */
export function TruePositives<const N extends string = 'true_positives'>({
  thresholds,
  name = 'true_positives' as N,
  ...unknown
}: ThresholdOptions<N> = {}): Metric<N> {
  requireNamedOptions('TruePositives', arguments);
  const config = { thresholds, name };
  checkMetricOptions('TruePositives', config, unknown);
  const follows = thresholds === undefined || thresholds === null;
  return confusionMetric({
    kind: 'TruePositives',
    config,
    forLogits: follows ? TruePositives({ thresholds: 0, name }) : undefined,
    threshold: oneThreshold('TruePositives', thresholds, 0.5),
    result: ({ truePositives }) => truePositives,
  });
}

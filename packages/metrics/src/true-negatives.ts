import type { Metric } from '@tsuno/core';
import { requireNamedOptions } from '@tsuno/core';
import { confusionMetric } from './confusion-metric.ts';
import { checkMetricOptions } from './metric-options.ts';
import { oneThreshold, type ThresholdOptions } from './thresholds.ts';

/**
 * How many outputs say no where the target does, over all outputs of all batches; with sample weights the sum of their weights.
 *
 * @throws LabelError when the targets are not of the outputs' shape; OptionError for several thresholds.
 * @see https://keras.io/api/metrics/classification_metrics/#truenegatives-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.TrueNegatives().result([0, 0, 7, 0]) === 7);
 */
export function TrueNegatives<const N extends string = 'true_negatives'>({
  thresholds,
  name = 'true_negatives' as N,
  ...unknown
}: ThresholdOptions<N> = {}): Metric<N> {
  requireNamedOptions('TrueNegatives', arguments);
  const config = { thresholds, name };
  checkMetricOptions('TrueNegatives', config, unknown);
  const follows = thresholds === undefined || thresholds === null;
  return confusionMetric({
    kind: 'TrueNegatives',
    config,
    forLogits: follows ? TrueNegatives({ thresholds: 0, name }) : undefined,
    threshold: oneThreshold('TrueNegatives', thresholds, 0.5),
    result: ({ trueNegatives }) => trueNegatives,
  });
}

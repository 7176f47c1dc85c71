import type { Metric } from '@tsuno/core';
import { requireNamedOptions } from '@tsuno/core';
import { confusionMetric } from './confusion-metric.ts';
import { checkMetricOptions } from './metric-options.ts';
import { oneThreshold, type ThresholdOptions } from './thresholds.ts';

/**
 * How many outputs say no where the target says yes, over all outputs of all batches; with sample weights the sum of their weights.
 *
 * @throws LabelError when the targets are not of the outputs' shape; OptionError for several thresholds.
 * @see https://keras.io/api/metrics/classification_metrics/#falsenegatives-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.FalseNegatives().result([0, 0, 0, 7]) === 7);
 */
export function FalseNegatives<const N extends string = 'false_negatives'>({
  thresholds,
  name = 'false_negatives' as N,
  ...unknown
}: ThresholdOptions<N> = {}): Metric<N> {
  requireNamedOptions('FalseNegatives', arguments);
  const config = { thresholds, name };
  checkMetricOptions('FalseNegatives', config, unknown);
  const follows = thresholds === undefined || thresholds === null;
  return confusionMetric({
    kind: 'FalseNegatives',
    config,
    forLogits: follows ? FalseNegatives({ thresholds: 0, name }) : undefined,
    threshold: oneThreshold('FalseNegatives', thresholds, 0.5),
    result: ({ falseNegatives }) => falseNegatives,
  });
}

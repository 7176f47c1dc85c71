import type { Metric } from '@tsuno/core';
import { confusionMetric } from './confusion-metric.ts';
import { declareMetric } from './metric-options.ts';
import { THRESHOLDS, type ThresholdOptions } from './thresholds.ts';

const declared = declareMetric('FalsePositives', 'false_positives', THRESHOLDS);

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
export function FalsePositives<const N extends string = 'false_positives'>(
  options: ThresholdOptions<N> = {},
): Metric<N> {
  return confusionMetric({
    ...declared.read<N>(arguments),
    factory: FalsePositives,
    result: ({ falsePositives }) => falsePositives,
  });
}

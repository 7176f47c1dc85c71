import type { Metric } from '@tsuno/core';
import { confusionMetric } from './confusion-metric.ts';
import { declareMetric } from './metric-options.ts';
import { THRESHOLDS, type ThresholdOptions } from './thresholds.ts';

const declared = declareMetric('FalseNegatives', 'false_negatives', THRESHOLDS);

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
export function FalseNegatives<const N extends string = 'false_negatives'>(
  options: ThresholdOptions<N> = {},
): Metric<N> {
  return confusionMetric({
    ...declared.read<N>(arguments),
    factory: FalseNegatives,
    result: ({ falseNegatives }) => falseNegatives,
  });
}

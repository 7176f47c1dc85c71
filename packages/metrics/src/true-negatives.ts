import type { Metric } from '@tsuno/core';
import { confusionMetric } from './confusion-metric.ts';
import { declareMetric } from './metric-options.ts';
import { THRESHOLDS, type ThresholdOptions } from './thresholds.ts';

const declared = declareMetric('TrueNegatives', 'true_negatives', THRESHOLDS);

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
export function TrueNegatives<const N extends string = 'true_negatives'>(
  options: ThresholdOptions<N> = {},
): Metric<N> {
  return confusionMetric({
    ...declared.read<N>(arguments),
    factory: TrueNegatives,
    result: ({ trueNegatives }) => trueNegatives,
  });
}

import type { Metric } from '@tsuno/core';
import { CHOSEN_OUTPUTS, confusionMetric, share } from './confusion-metric.ts';
import { declareMetric, type MetricOptions, type OwnOptionsOf } from './metric-options.ts';

const declared = declareMetric('Precision', 'precision', CHOSEN_OUTPUTS);

export interface PrecisionOptions<N extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MetricOptions<N> {}

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
export function Precision<const N extends string = 'precision'>(
  options: PrecisionOptions<N> = {},
): Metric<N> {
  return confusionMetric({
    ...declared.read<N>(arguments),
    factory: Precision,
    direction: 'up',
    result: ({ truePositives, falsePositives }) =>
      share(truePositives, truePositives + falsePositives),
  });
}

import { defineMetric, type Metric } from '@tsuno/core';
import { declareMetric, type MetricOptions } from './metric-options.ts';
import { outputTotals } from './output-totals.ts';

const declared = declareMetric('Sum', 'sum', {});

/**
 * The sum of the model's outputs over all examples: Σ w·ŷ, whatever the targets.
 *
 * @see https://keras.io/api/metrics/reduction_metrics/#sum-class
 * @example
 * import { metrics, tf } from 'tsuno';
 *
 * const metric = metrics.Sum();
 * const total = metric.measure(tf.tensor1d([0, 0]), tf.tensor2d([[1], [2]]), null);
 * console.assert(metric.result([...total.dataSync()]) === 3);
 */
export function Sum<const N extends string = 'sum'>(options: MetricOptions<N> = {}): Metric<N> {
  return defineMetric({
    ...declared.read<N>(arguments),
    measure: (_yTrue, yPred, sampleWeight) => outputTotals(yPred, sampleWeight),
    result: ([sum]) => sum,
  });
}

import { defineMetric, type Metric } from '@tsuno/core';
import { declareMetric, type MetricOptions } from './metric-options.ts';
import { outputTotals } from './output-totals.ts';

const declared = declareMetric('Mean', 'mean', {});

/**
 * The mean of the model's outputs over all examples: Σ w·ŷ / Σ w, whatever the targets. It shows a model that says the
 * same to everything, or whose outputs drift away.
 *
 * @see https://keras.io/api/metrics/reduction_metrics/#mean-class
 * @example
 * import { metrics, tf } from 'tsuno';
 *
 * const metric = metrics.Mean();
 * const total = metric.measure(tf.tensor1d([0, 0]), tf.tensor2d([[1], [2]]), null);
 * console.assert(metric.result([...total.dataSync()]) === 1.5);
 */
export function Mean<const N extends string = 'mean'>(options: MetricOptions<N> = {}): Metric<N> {
  return defineMetric({
    ...declared.read<N>(arguments),
    measure: (_yTrue, yPred, sampleWeight) => outputTotals(yPred, sampleWeight),
    result: ([sum, weight]) => (weight === 0 ? 0 : sum / weight),
  });
}

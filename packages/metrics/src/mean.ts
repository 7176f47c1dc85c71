import { defineMetric, type Metric, requireNamedOptions } from '@tsuno/core';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { outputTotals } from './output-totals.ts';

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
export function Mean<const N extends string = 'mean'>({
  name = 'mean' as N,
  ...unknown
}: MetricOptions<N> = {}): Metric<N> {
  requireNamedOptions('Mean', arguments);
  const config = { name };
  checkMetricOptions('Mean', config, unknown);
  return defineMetric({
    kind: 'Mean',
    config,
    measure: (_yTrue, yPred, sampleWeight) => outputTotals(yPred, sampleWeight),
    result: ([sum, weight]) => (weight === 0 ? 0 : sum / weight),
  });
}

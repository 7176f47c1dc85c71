import { defineMetric, type Metric, requireNamedOptions } from '@tsuno/core';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { outputTotals } from './output-totals.ts';

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
export function Sum<const N extends string = 'sum'>({
  name = 'sum' as N,
  ...unknown
}: MetricOptions<N> = {}): Metric<N> {
  requireNamedOptions('Sum', arguments);
  const config = { name };
  checkMetricOptions('Sum', config, unknown);
  return defineMetric({
    kind: 'Sum',
    config,
    measure: (_yTrue, yPred, sampleWeight) => outputTotals(yPred, sampleWeight),
    result: ([sum]) => sum,
  });
}

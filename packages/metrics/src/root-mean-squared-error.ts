import type { Metric } from '@tsuno/core';
import { requireNamedOptions } from '@tsuno/core';
import { MeanSquaredError } from '@tsuno/losses';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { weightedMean } from './weighted-mean.ts';

/**
 * The root of the mean of the squared differences, √(Σ (y − ŷ)² / n) over the examples of all batches: an error in the
 * unit of the targets.
 *
 * @throws LabelError for targets of another shape than the outputs.
 * @see https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.RootMeanSquaredError().result([18, 2]) === 3);
 */
export function RootMeanSquaredError<const N extends string = 'root_mean_squared_error'>({
  name = 'root_mean_squared_error' as N,
  ...unknown
}: MetricOptions<N> = {}): Metric<N> {
  requireNamedOptions('RootMeanSquaredError', arguments);
  const config = { name };
  checkMetricOptions('RootMeanSquaredError', config, unknown);
  const { call, checkTargets } = MeanSquaredError();
  return weightedMean({
    kind: 'RootMeanSquaredError',
    config,
    direction: 'down',
    checkTargets,
    values: call,
    after: Math.sqrt,
  });
}

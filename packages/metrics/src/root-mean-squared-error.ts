import { type Metric, valuesOf } from '@tsuno/core';
import { MeanSquaredError } from '@tsuno/losses';
import { declareMetric, type MetricOptions } from './metric-options.ts';
import { weightedMean } from './weighted-mean.ts';

const declared = declareMetric('RootMeanSquaredError', 'root_mean_squared_error', {});

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
export function RootMeanSquaredError<const N extends string = 'root_mean_squared_error'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  const loss = MeanSquaredError();
  return weightedMean({
    ...declared.read<N>(arguments),
    direction: 'down',
    checkTargets: loss.checkTargets,
    values: (yTrue, yPred) => valuesOf(loss, yTrue, yPred),
    after: Math.sqrt,
  });
}

import { type Metric, valuesOf } from '@tsuno/core';
import { LogCosh } from '@tsuno/losses';
import { declareMetric, type MetricOptions } from './metric-options.ts';
import { weightedMean } from './weighted-mean.ts';

const declared = declareMetric('LogCoshError', 'logcosh', {});

/**
 * The mean of log cosh(ŷ − y) over all examples: the loss `LogCosh`, as a metric.
 *
 * @throws LabelError for targets of another shape than the outputs.
 * @see https://keras.io/api/metrics/regression_metrics/#logcosherror-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.LogCoshError().name === 'logcosh');
 */
export function LogCoshError<const N extends string = 'logcosh'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  const loss = LogCosh();
  return weightedMean({
    ...declared.read<N>(arguments),
    direction: 'down',
    checkTargets: loss.checkTargets,
    values: (yTrue, yPred) => valuesOf(loss, yTrue, yPred),
  });
}

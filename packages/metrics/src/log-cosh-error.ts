import type { Metric } from '@tsuno/core';
import { requireNamedOptions } from '@tsuno/core';
import { LogCosh } from '@tsuno/losses';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { weightedMean } from './weighted-mean.ts';

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
export function LogCoshError<const N extends string = 'logcosh'>({
  name = 'logcosh' as N,
  ...unknown
}: MetricOptions<N> = {}): Metric<N> {
  requireNamedOptions('LogCoshError', arguments);
  const config = { name };
  checkMetricOptions('LogCoshError', config, unknown);
  const { call, checkTargets } = LogCosh();
  return weightedMean({
    kind: 'LogCoshError',
    config,
    direction: 'down',
    checkTargets,
    values: call,
  });
}

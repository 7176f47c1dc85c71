import { type Loss, type Metric, OptionError, requireNamedOptions } from '@tsuno/core';
import type { MetricOptions } from './metric-options.ts';
import { weightedMean } from './weighted-mean.ts';

/** The options of a loss, less those that only matter in training. */
export type LossMetricOptions<O, Name extends string = string> = Omit<O, 'reduction' | 'name'> &
  MetricOptions<Name>;

/** A loss as a metric: its values per example, averaged over all batches. */
export function meanOfLoss<Name extends string>(
  kind: string,
  lossFactory: (options?: object) => Loss,
  options: MetricOptions<Name> & { readonly fromLogits?: boolean },
): Metric<Name> {
  requireNamedOptions(kind, [options]);
  if ('reduction' in options) {
    throw new OptionError(`${kind}: a metric is a mean, it has no option "reduction".`);
  }
  const loss = lossFactory(options);
  const { reduction: _, ...config } = loss.config;
  const follows = 'fromLogits' in config && options.fromLogits === undefined;
  return weightedMean({
    kind,
    // The names of losses and of their metrics are the same.
    config: { ...config, ...(follows && { fromLogits: undefined }), name: loss.name as Name },
    direction: 'down',
    forLogits: follows
      ? meanOfLoss(kind, lossFactory, { ...options, fromLogits: true })
      : undefined,
    checkTargets: loss.checkTargets,
    mask: loss.mask,
    values: (yTrue, yPred) => loss.call(yTrue, yPred),
  });
}

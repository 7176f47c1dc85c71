import { type Loss, type Metric, OptionError } from '@tsuno/core';
import { weightedMean } from './weighted-mean.ts';

/** The options of a loss, less those that only matter in training. */
export type LossMetricOptions<O> = Omit<O, 'reduction'>;

/** A loss as a metric: its values per example, averaged over all batches. */
export function meanOfLoss<O extends { readonly name?: string; readonly fromLogits?: boolean }>(
  kind: string,
  lossFactory: (options?: O) => Loss,
  options: O,
): Metric {
  if ('reduction' in options) {
    throw new OptionError(`${kind}: a metric is a mean, it has no option "reduction".`);
  }
  const loss = lossFactory(options);
  const { reduction: _, ...config } = loss.config;
  const follows = 'fromLogits' in config && options.fromLogits === undefined;
  return weightedMean({
    kind,
    config: { ...config, ...(follows && { fromLogits: undefined }), name: loss.name },
    direction: 'down',
    forLogits: follows
      ? meanOfLoss(kind, lossFactory, { ...options, fromLogits: true })
      : undefined,
    checkTargets: loss.checkTargets,
    values: (yTrue, yPred) => loss.call(yTrue, yPred),
  });
}

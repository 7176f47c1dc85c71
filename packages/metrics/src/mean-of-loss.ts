import { declareOptions, type Loss, type Metric, option, valuesOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import type { MetricOptions } from './metric-options.ts';
import { weightedMean } from './weighted-mean.ts';

/** The options of a loss, less those that only matter in training. */
export type LossMetricOptions<O, Name extends string = string> = Omit<O, 'reduction' | 'name'> &
  MetricOptions<Name>;

const HINTS = { reduction: 'a metric is a mean, it has no option "reduction".' };

/**
 * A loss as a metric of the same name and with the same options, but for `reduction`: its values per example, averaged
 * over all batches; `isNegated` where the metric is minus the loss. `given` are the arguments of the metric's factory.
 */
export function meanOfLoss<Name extends string>(
  lossFactory: (options?: object) => Loss,
  given: ArrayLike<unknown>,
  { isNegated = false } = {},
): Metric<Name> {
  const { kind, options = {} } = lossFactory();
  const { reduction: _, ...own } = options;
  const { fromLogits } = own;
  // Left out it follows the model's loss.
  const followed = fromLogits && { fromLogits: option.optional(fromLogits) };
  const described = declareOptions(kind, { ...own, ...followed }, HINTS).read(given);
  const { config } = described;
  const follows = fromLogits !== undefined && config.fromLogits === undefined;
  const loss = lossFactory(config);
  return weightedMean({
    ...described,
    config: { ...config, name: loss.name as Name },
    direction: isNegated ? 'up' : 'down',
    forLogits: follows ? meanOfLoss(lossFactory, [{ ...config, fromLogits: true }]) : undefined,
    checkTargets: loss.checkTargets,
    mask: loss.mask,
    values(yTrue, yPred) {
      const values = valuesOf(loss, yTrue, yPred);
      return isNegated ? tf.neg(values) : values;
    },
  });
}

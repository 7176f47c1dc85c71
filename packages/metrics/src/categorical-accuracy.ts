import type { Metric } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareMetric, type MetricOptions } from './metric-options.ts';
import { requireSameShape } from './same-shape.ts';
import { argMaxAt, weightedMean } from './weighted-mean.ts';

const declared = declareMetric('CategoricalAccuracy', 'categorical_accuracy', {});

/**
 * The share of examples whose largest output is where the one-hot target is: mean of [argmax ŷ = argmax y].
 *
 * @throws LabelError when the targets are not of the outputs' shape.
 * @see https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * metrics.CategoricalAccuracy();
 */
export function CategoricalAccuracy<const N extends string = 'categorical_accuracy'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  return weightedMean({
    ...declared.read<N>(arguments),
    direction: 'up',
    checkTargets: requireSameShape('CategoricalAccuracy'),
    ofRow: (yTrue, target, yPred, output, width) =>
      argMaxAt(yPred, output, width) === argMaxAt(yTrue, target, width) ? 1 : 0,
    values: (yTrue, yPred) =>
      tf.cast(tf.equal(tf.argMax(yPred, -1), tf.argMax(yTrue, -1)), 'float32'),
  });
}

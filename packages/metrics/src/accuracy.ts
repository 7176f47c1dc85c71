import type { Metric } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareMetric, type MetricOptions } from './metric-options.ts';
import { requireSameShape } from './same-shape.ts';
import { weightedMean } from './weighted-mean.ts';

const declared = declareMetric('Accuracy', 'accuracy', {});

/**
 * The share of outputs that are exactly the target: mean of [ŷ = y]. For models that give answers rather than
 * probabilities; what is meant by the string `'accuracy'` is one of the other accuracies.
 *
 * @throws LabelError when the targets are not of the outputs' shape.
 * @see https://keras.io/api/metrics/accuracy_metrics/#accuracy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * console.assert(metrics.Accuracy().name === 'accuracy');
 */
export function Accuracy<const N extends string = 'accuracy'>(
  options: MetricOptions<N> = {},
): Metric<N> {
  return weightedMean({
    ...declared.read<N>(arguments),
    direction: 'up',
    checkTargets: requireSameShape('Accuracy'),
    ofRow(yTrue, target, yPred, output, width) {
      let right = 0;
      for (let i = 0; i < width; i++) if (yPred[output + i] === yTrue[target + i]) right += 1;
      return right / width;
    },
    values(yTrue, yPred) {
      const targets = tf.reshape(tf.cast(yTrue, 'float32'), yPred.shape);
      return tf.mean(tf.cast(tf.equal(targets, yPred), 'float32'), -1);
    },
  });
}

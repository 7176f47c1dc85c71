import { type Metric, option } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareMetric, type MetricOptions, type OwnOptionsOf } from './metric-options.ts';
import { requireSameShape } from './same-shape.ts';
import { weightedMean } from './weighted-mean.ts';

const declared = declareMetric('BinaryAccuracy', 'binary_accuracy', {
  /** An output above it says yes. By default 0.5, and 0 in a model whose loss takes logits. */
  threshold: option.optional(option.number('(-∞, ∞)')),
});

export interface BinaryAccuracyOptions<N extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MetricOptions<N> {}

/**
 * The share of outputs on the right side of the threshold: mean of [(ŷ > threshold) = y].
 *
 * Keras keeps the threshold at 0.5 for logits too, where sigmoid's ½ is at 0; here the default follows the loss.
 *
 * @throws LabelError when the targets are not of the outputs' shape.
 * @see https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class
 * @example
 * import { metrics } from 'tsuno';
 *
 * metrics.BinaryAccuracy({ threshold: 0.8 });
 */
export function BinaryAccuracy<const N extends string = 'binary_accuracy'>(
  options: BinaryAccuracyOptions<N> = {},
): Metric<N> {
  const described = declared.read<N>(arguments);
  const { threshold, name } = described.config;
  const limit = threshold ?? 0.5;
  return weightedMean({
    ...described,
    direction: 'up',
    forLogits: threshold === undefined ? BinaryAccuracy({ threshold: 0, name }) : undefined,
    checkTargets: requireSameShape('BinaryAccuracy'),
    ofRow(yTrue, target, yPred, output, width) {
      let right = 0;
      // A tensor would hold the threshold in float32.
      const above = Math.fround(limit);
      for (let i = 0; i < width; i++) {
        if ((yPred[output + i] > above ? 1 : 0) === yTrue[target + i]) right += 1;
      }
      return right / width;
    },
    values(yTrue, yPred) {
      const said = tf.cast(tf.greater(yPred, limit), 'float32');
      const right = tf.equal(said, tf.reshape(tf.cast(yTrue, 'float32'), said.shape));
      return tf.mean(tf.cast(right, 'float32'), -1);
    },
  });
}

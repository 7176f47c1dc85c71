import { defineMetric, type MeasuredRows, type Metric, sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

type OfRow = (
  yTrue: ArrayLike<number>,
  target: number,
  yPred: ArrayLike<number>,
  output: number,
  width: number,
) => number;

/**
 * A metric that is the mean of one value per example over all batches: Σ v·w / Σ w, and 0 before the first.
 * Keras's `MeanMetricWrapper`.
 */
export function weightedMean<C extends Metric['config'] & { readonly name: string }>({
  values,
  ofRow,
  ...metric
}: {
  readonly kind: string;
  readonly config: C;
  readonly direction: 'up' | 'down';
  readonly forLogits?: Metric;
  readonly checkTargets?: Metric['checkTargets'];
  readonly values: (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;
  /** The same for one example in host memory: its numbers begin at these places. */
  readonly ofRow?: OfRow;
}) {
  return defineMetric({
    ...metric,
    measureRows: ofRow && ((batch) => measureRows(ofRow, batch)),
    measure(yTrue, yPred, sampleWeight) {
      const v = values(yTrue, yPred);
      if (sampleWeight === null) return tf.stack([tf.sum(v), tf.scalar(v.size)]) as tf.Tensor1D;
      const spread =
        sampleWeight.rank < v.rank
          ? tf.reshape(sampleWeight, [-1, ...Array(v.rank - 1).fill(1)])
          : tf.reshape(sampleWeight, v.shape);
      const w = tf.mul(spread, tf.onesLike(v));
      return tf.stack([tf.sum(tf.mul(v, w)), tf.sum(w)]) as tf.Tensor1D;
    },
    result: ([sum, count]) => (count === 0 ? 0 : sum / count),
  });
}

function measureRows(ofRow: OfRow, batch: MeasuredRows): readonly number[] {
  const { rows, yTrue, yPred, sampleWeight } = batch;
  const [targets, outputs] = [sizeOf(batch.target), sizeOf(batch.output)];
  let sum = 0;
  let weights = 0;
  for (let row = 0; row < rows; row++) {
    const weight = sampleWeight === null ? 1 : sampleWeight[row];
    sum += weight * ofRow(yTrue, row * targets, yPred, row * outputs, outputs);
    weights += weight;
  }
  return [sum, weights];
}

/** Where the largest of `width` numbers is. */
export function argMaxAt(values: ArrayLike<number>, start: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) if (values[start + i] > values[start + best]) best = i;
  return best;
}

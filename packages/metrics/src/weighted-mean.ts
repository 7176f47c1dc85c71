import {
  defineMetric,
  type Loss,
  type MeasuredRows,
  type Metric,
  type OptionDeclarations,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { spreadWeights } from './spread-weights.ts';

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
  mask,
  ofRow,
  after = (mean) => mean,
  ...metric
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly direction?: 'up' | 'down';
  readonly forLogits?: Metric;
  readonly checkTargets?: Metric['checkTargets'];
  readonly values: (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;
  /** Which of the values count, where there are weights: like Keras it is not asked where there are none. */
  readonly mask?: Loss['mask'];
  /** What becomes of the mean at the end. */
  readonly after?: (mean: number) => number;
  /** The same for one example in host memory: its numbers begin at these places. */
  readonly ofRow?: OfRow;
}): Metric<C['name']> & { readonly config: C } {
  return defineMetric({
    ...metric,
    measureRows: ofRow && ((batch) => measureRows(ofRow, batch)),
    measure(yTrue, yPred, sampleWeight) {
      const v = values(yTrue, yPred);
      if (sampleWeight === null) return tf.stack([tf.sum(v), tf.scalar(v.size)]) as tf.Tensor1D;
      const counted = mask?.(yTrue) ?? null;
      const spread = spreadWeights(sampleWeight, v);
      const w =
        counted === null
          ? spread
          : tf.mul(spread, tf.reshape(tf.cast(counted, 'float32'), v.shape));
      return tf.stack([tf.sum(tf.mul(v, w)), tf.sum(w)]) as tf.Tensor1D;
    },
    result: ([sum, count]) => after(count === 0 ? 0 : sum / count),
  });
}

function measureRows(ofRow: OfRow, batch: MeasuredRows): readonly number[] {
  const { rows, yTrue, yPred, sampleWeight, output } = batch;
  // Outputs of several axes have a value for each position.
  const width = output.length === 0 ? 1 : output[output.length - 1];
  const positions = sizeOf(output) / width;
  const targets = sizeOf(batch.target) / positions;
  let sum = 0;
  let weights = 0;
  for (let at = 0; at < rows * positions; at++) {
    const weight = sampleWeight === null ? 1 : sampleWeight[Math.floor(at / positions)];
    sum += weight * ofRow(yTrue, at * targets, yPred, at * width, width);
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

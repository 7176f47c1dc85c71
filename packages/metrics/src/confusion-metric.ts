import {
  defineMetric,
  type MeasuredRows,
  type Metric,
  type OptionDeclarations,
  OptionError,
  option,
  ShapeError,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { requireSameShape, requireYesOrNo } from './same-shape.ts';
import { spreadWeights } from './spread-weights.ts';
import { oneThreshold } from './thresholds.ts';

/** Which outputs say yes, and which are looked at. */
export const CHOSEN_OUTPUTS = {
  /** An output above it says yes. By default 0.5, 0 in a model whose loss takes logits, and none with `topK`. */
  thresholds: option.orNull(oneThreshold()),
  /** How many of the largest outputs of an example say yes; all of them when null. */
  topK: option.orNull(option.whole('[1, ∞)')),
  /** The one output that is looked at; all of them when null. */
  classId: option.orNull(option.whole('[0, ∞)')),
};

/** Σ w over the outputs that say yes or no, rightly or wrongly. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/**
 * A metric of how often outputs above the threshold, and those not above it, are right. With `topK` only the k largest
 * outputs of an example say yes, with `classId` only one of the outputs is looked at. `factory` makes it again with
 * another threshold, for logits.
 */
export function confusionMetric<
  C extends Metric['config'] & {
    readonly name: string;
    readonly thresholds: number | null;
    readonly topK?: number | null;
    readonly classId?: number | null;
  },
>({
  factory,
  result,
  ...metric
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly direction?: 'up' | 'down';
  readonly factory: (options: C & { readonly thresholds: number }) => Metric;
  readonly result: (confusion: Confusion) => number;
}): Metric<C['name']> & { readonly config: C } {
  const { kind, config } = metric;
  const { thresholds, topK = null, classId = null } = config;
  const threshold = thresholds ?? (topK === null ? 0.5 : NOT_CHOSEN);
  const follows = thresholds === null && topK === null;
  const sameShape = requireSameShape(kind);
  return defineMetric({
    ...metric,
    forLogits: follows ? factory({ ...config, thresholds: 0 }) : undefined,
    checkTargets(targets, output) {
      sameShape(targets, output);
      requireYesOrNo(kind, targets);
      const width = output.length === 0 ? 1 : output[output.length - 1];
      if (classId !== null && classId >= width) {
        throw new OptionError(`${kind}: classId is ${classId}, but there are ${width} outputs.`);
      }
      if (topK !== null && topK > width) {
        throw new ShapeError(`${kind}: topK is ${topK}, but there are ${width} outputs.`);
      }
    },
    measureRows: topK === null ? (batch) => countRows(batch, threshold, classId) : undefined,
    measure(yTrue, yPred, sampleWeight) {
      const chosen = topK === null ? yPred : onlyTopK(yPred, topK);
      const asked = tf.notEqual(tf.reshape(tf.cast(yTrue, 'float32'), yPred.shape), 0);
      const own = (each: tf.Tensor) => (classId === null ? each : tf.gather(each, [classId], -1));
      const said = own(tf.cast(tf.greater(chosen, threshold), 'float32'));
      const truth = own(tf.cast(asked, 'float32'));
      const w = spreadWeights(sampleWeight, said);
      const sumOf = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(w, tf.mul(a, b)));
      const [unsaid, untruth] = [tf.sub(1, said), tf.sub(1, truth)];
      return tf.stack([
        sumOf(said, truth),
        sumOf(said, untruth),
        sumOf(unsaid, untruth),
        sumOf(unsaid, truth),
      ]) as tf.Tensor1D;
    },
    result: ([truePositives, falsePositives, trueNegatives, falseNegatives]) =>
      result({ truePositives, falsePositives, trueNegatives, falseNegatives }),
  });
}

/** Keras's number for outputs that are not among the largest. */
export const NOT_CHOSEN = -1e10;

/** The outputs, with all but the k largest of the last axis far below; of equal ones the first is taken. */
function onlyTopK(yPred: tf.Tensor, k: number): tf.Tensor {
  const width = yPred.shape[yPred.rank - 1];
  const { indices } = tf.topk(yPred, k);
  const isChosen = tf.any(tf.equal(tf.expandDims(indices, -1), tf.range(0, width, 1, 'int32')), -2);
  return tf.where(isChosen, yPred, tf.fill(yPred.shape, NOT_CHOSEN));
}

function countRows(
  { rows, yTrue, yPred, output, sampleWeight }: MeasuredRows,
  threshold: number,
  classId: number | null,
): readonly number[] {
  const size = sizeOf(output);
  const width = output.length === 0 ? 1 : output[output.length - 1];
  const counts = [0, 0, 0, 0];
  // A tensor would hold the threshold in float32.
  const limit = Math.fround(threshold);
  for (let i = 0; i < rows * size; i++) {
    if (classId !== null && i % width !== classId) continue;
    const said = yPred[i] > limit;
    const truth = yTrue[i] !== 0;
    const place = said ? (truth ? 0 : 1) : truth ? 3 : 2;
    counts[place] += sampleWeight === null ? 1 : sampleWeight[Math.floor(i / size)];
  }
  return counts;
}

/** a / b, and 0 where b is 0. */
export const share = (a: number, b: number) => (b === 0 ? 0 : a / b);

import {
  type DeclaredOptions,
  defineMetric,
  EPSILON,
  type Metric,
  type OptionDeclarations,
  OptionError,
  type OptionsOf,
  option,
  ShapeError,
  showShape,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import type { MetricOptions } from './metric-options.ts';
import { requireSameShape, requireYesOrNo } from './same-shape.ts';
import { spreadWeights } from './spread-weights.ts';

const AVERAGES = ['micro', 'macro', 'weighted'] as const;

/** How the scores of the classes become one. */
export type Average = (typeof AVERAGES)[number];

/** The options that F-scores share. */
export const OF_F_SCORE = {
  /**
   * `macro`: the mean over the classes. `weighted`: their mean by number of positives. `micro`: one score of all
   * counts together. (Keras's default, null, is a list of one score for each class.)
   */
  average: option.oneOf(AVERAGES, 'macro'),
  /** An output above it says yes; when null the largest output of an example does. */
  threshold: option.orNull(option.number('(0, 1]')),
};

export interface FScoreOptions<N extends string = string>
  extends OptionsOf<DeclaredOptions<typeof OF_F_SCORE>>,
    MetricOptions<N> {}

/**
 * (1 + β²)·P·R / (β²·P + R) from precision P and recall R of each class, with 10⁻⁷ beside every denominator. Its
 * statistics are, for each class, true positives, false positives, false negatives and positives.
 */
export function fScore<
  C extends Metric['config'] & {
    readonly name: string;
    readonly average: Average;
    readonly threshold: number | null;
  },
>({
  beta,
  ...metric
}: {
  readonly kind: string;
  readonly config: C;
  readonly options?: OptionDeclarations;
  readonly beta: number;
}): Metric<C['name']> & { readonly config: C } {
  const { kind, config } = metric;
  const { average, threshold } = config;
  const sameShape = requireSameShape(kind);
  return defineMetric({
    ...metric,
    direction: 'up',
    checkTargets(targets, output) {
      if (output.length !== 1) {
        throw new ShapeError(`${kind}: outputs must be vectors, got ${showShape(output)}.`);
      }
      sameShape(targets, output);
      requireYesOrNo(kind, targets);
      if (threshold === null && output[0] === 1) {
        throw new OptionError(
          `${kind}: without a threshold the largest output says yes, which with one output is always yes. Give a threshold, such as 0.5.`,
        );
      }
    },
    measure(yTrue, yPred, sampleWeight) {
      const said = tf.cast(saysYes(yPred, threshold), 'float32');
      const y = tf.reshape(tf.cast(yTrue, 'float32'), yPred.shape);
      const w = spreadWeights(sampleWeight, yPred);
      const sums = [tf.mul(said, y), tf.mul(said, tf.sub(1, y)), tf.mul(tf.sub(1, said), y), y];
      return tf.concat1d(sums.map((each) => tf.sum(tf.mul(each, w), 0) as tf.Tensor1D));
    },
    result(total) {
      const classes = total.length / 4;
      const ofClass = (place: number, index: number) => total[place * classes + index];
      const all = (place: number) =>
        total.slice(place * classes, (place + 1) * classes).reduce((sum, count) => sum + count, 0);
      if (average === 'micro') return score(beta, all(0), all(1), all(2));
      const positives = all(3);
      let sum = 0;
      for (let index = 0; index < classes; index++) {
        const share = average === 'macro' ? 1 / classes : ofClass(3, index) / (positives + EPSILON);
        sum += share * score(beta, ofClass(0, index), ofClass(1, index), ofClass(2, index));
      }
      return sum;
    },
  });
}

/** Where the largest output is, unless it is 0 itself; or where outputs are above the threshold. */
function saysYes(yPred: tf.Tensor, threshold: number | null): tf.Tensor {
  if (threshold !== null) return tf.greater(yPred, threshold);
  const isLargest = tf.greaterEqual(yPred, tf.max(yPred, -1, true));
  return tf.logicalAnd(isLargest, tf.greater(tf.abs(yPred), 1e-9));
}

function score(beta: number, right: number, wrong: number, missed: number): number {
  const precision = right / (right + wrong + EPSILON);
  const recall = right / (right + missed + EPSILON);
  const square = beta * beta;
  return ((1 + square) * precision * recall) / (square * precision + recall + EPSILON);
}

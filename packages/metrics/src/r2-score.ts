import { defineMetric, type Metric, option, ShapeError, showShape } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareMetric, type MetricOptions, type OwnOptionsOf } from './metric-options.ts';
import { requireSameShape } from './same-shape.ts';
import { spreadWeights } from './spread-weights.ts';

const declared = declareMetric('R2Score', 'r2_score', {
  /**
   * How the scores of the outputs become one: their mean, or their mean by variance. (Keras's null, a list of one score
   * for each output, is no single number.)
   */
  classAggregation: option.oneOf(
    ['uniform_average', 'variance_weighted_average'],
    'uniform_average',
  ),
  /** How many variables the model is fitted to, for the adjusted score; 0 for the plain one. */
  numRegressors: option.whole('[0, ∞)', 0),
});

export interface R2ScoreOptions<N extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MetricOptions<N> {}

/**
 * The share of the targets' variance that the model explains: 1 − Σ (y − ŷ)² / Σ (y − ȳ)². 1 is perfect, 0 is no better
 * than always answering the mean; an output whose targets are all equal counts 0, which Keras gives
 * only where its float32 sums happen to cancel (and NaN, as in Keras, where the model meets them exactly).
 *
 * Adjusted for p regressors it is 1 − (1 − R²)(n − 1)/(n − p − 1), where n is the number of targets; where there are
 * too few of them it stays as it is.
 *
 * @throws LabelError when the targets are not of the outputs' shape.
 * @see https://keras.io/api/metrics/regression_metrics/#r2score-class
 * @example
 * import { metrics, tf } from 'tsuno';
 *
 * const metric = metrics.R2Score();
 * const y = tf.tensor2d([[1], [2], [3]]);
 * console.assert(metric.result([...metric.measure(y, y, null).dataSync()]) === 1);
 */
export function R2Score<const N extends string = 'r2_score'>(
  options: R2ScoreOptions<N> = {},
): Metric<N> {
  const described = declared.read<N>(arguments);
  const { classAggregation, numRegressors } = described.config;
  const sameShape = requireSameShape('R2Score');
  return defineMetric({
    ...described,
    direction: 'up',
    checkTargets(targets, output) {
      if (output.length !== 1) {
        throw new ShapeError(`R2Score: outputs must be vectors, got ${showShape(output)}.`);
      }
      sameShape(targets, output);
    },
    measure(yTrue, yPred, sampleWeight) {
      const y = tf.reshape(tf.cast(yTrue, 'float32'), yPred.shape);
      const w = spreadWeights(sampleWeight, yPred);
      const center = centerOf(y, w);
      const [offset, error] = [tf.sub(y, center), tf.sub(y, yPred)];
      const sums = [offset, tf.mul(offset, offset), tf.mul(error, error), tf.onesLike(y)];
      return tf.concat1d([
        tf.tensor1d([y.size]),
        center,
        ...sums.map((each) => tf.sum(tf.mul(each, w), 0) as tf.Tensor1D),
      ]);
    },
    combine(total, batch) {
      const [all, added] = [spreadsOf(total), spreadsOf(batch)];
      const both = all.map((spread, i) => together(spread, added[i]));
      return [total[0] + batch[0], ...PARTS.flatMap((part) => both.map((each) => each[part]))];
    },
    result(total) {
      const spreads = spreadsOf(total);
      const variances = spreads.map(({ sum, squares, weight }) => squares - (sum * sum) / weight);
      const scores = spreads.map(({ residual }, i) => {
        const score = 1 - residual / variances[i];
        return Math.abs(score) === Infinity ? 0 : score;
      });
      const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);
      const score =
        classAggregation === 'uniform_average'
          ? sumOf(scores) / scores.length
          : sumOf(scores.map((each, i) => each * variances[i])) / sumOf(variances);
      const freedom = total[0] - numRegressors - 1;
      return numRegressors === 0 || freedom <= 0
        ? score
        : 1 - ((1 - score) * (total[0] - 1)) / freedom;
    },
  });
}

/**
 * The statistics of one output, after how many targets there are. Sums of squares about 0 lose a small variance to
 * rounding; about a number near the mean they do not, and where all targets are equal they are 0 exactly.
 */
const PARTS = ['center', 'sum', 'squares', 'residual', 'weight'] as const;

/** c, Σ w·(y − c), Σ w·(y − c)², Σ w·(y − ŷ)², Σ w. */
type Spread = Readonly<Record<(typeof PARTS)[number], number>>;

function spreadsOf([, ...statistics]: readonly number[]): readonly Spread[] {
  const outputs = statistics.length / PARTS.length;
  return Array.from({ length: outputs }, (_, output) => {
    const [center, sum, squares, residual, weight] = PARTS.map(
      (_, part) => statistics[part * outputs + output],
    );
    return { center, sum, squares, residual, weight };
  });
}

/** Of each output's targets a number near their mean, which is the targets' own where all that count are equal. */
function centerOf(y: tf.Tensor, w: tf.Tensor): tf.Tensor1D {
  const counts = tf.notEqual(w, 0);
  const largest = tf.max(tf.where(counts, y, tf.fill(y.shape, -Infinity)), 0);
  const start = tf.where(tf.any(counts, 0), largest, tf.zerosLike(largest));
  const distance = tf.sum(tf.mul(tf.sub(y, start), w), 0);
  return tf.add(start, tf.divNoNan(distance, tf.sum(w, 0))) as tf.Tensor1D;
}

/** Both about the first center, unless nothing counts there. */
function together(a: Spread, b: Spread): Spread {
  const center = a.weight === 0 ? b.center : a.center;
  const shift = b.center - center;
  return {
    center,
    sum: a.sum + b.sum + shift * b.weight,
    squares: a.squares + b.squares + 2 * shift * b.sum + shift * shift * b.weight,
    residual: a.residual + b.residual,
    weight: a.weight + b.weight,
  };
}

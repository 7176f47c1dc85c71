import {
  defineMetric,
  type Metric,
  requireNamedOptions,
  requireOneOf,
  requireWhole,
  ShapeError,
  showShape,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { checkMetricOptions, type MetricOptions } from './metric-options.ts';
import { requireSameShape } from './same-shape.ts';
import { spreadWeights } from './spread-weights.ts';

export interface R2ScoreOptions<N extends string = string> extends MetricOptions<N> {
  /**
   * How the scores of the outputs become one: their mean, or their mean by variance. (Keras's null, a list of one score
   * for each output, is no single number.)
   */
  readonly classAggregation?: 'uniform_average' | 'variance_weighted_average';
  /** How many variables the model is fitted to, for the adjusted score; 0 for the plain one. */
  readonly numRegressors?: number;
}

/**
 * The share of the targets' variance that the model explains: 1 − Σ (y − ŷ)² / Σ (y − ȳ)². 1 is perfect, 0 is no better
 * than always answering the mean; an output whose targets are all equal counts 0.
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
export function R2Score<const N extends string = 'r2_score'>({
  classAggregation = 'uniform_average',
  numRegressors = 0,
  name = 'r2_score' as N,
  ...unknown
}: R2ScoreOptions<N> = {}): Metric<N> {
  requireNamedOptions('R2Score', arguments);
  const config = { classAggregation, numRegressors, name };
  requireOneOf('R2Score', { classAggregation }, ['uniform_average', 'variance_weighted_average']);
  requireWhole('R2Score', { numRegressors }, 0);
  checkMetricOptions('R2Score', config, unknown);
  const sameShape = requireSameShape('R2Score');
  return defineMetric({
    kind: 'R2Score',
    config,
    direction: 'up',
    checkTargets(targets, output) {
      if (output.length !== 1) {
        throw new ShapeError(`R2Score: outputs must be vectors, got ${showShape(output)}.`);
      }
      sameShape(targets, output);
    },
    /** How many targets, and for each output Σ w·y, Σ w·y², Σ w·(y − ŷ)², Σ w. */
    measure(yTrue, yPred, sampleWeight) {
      const y = tf.reshape(tf.cast(yTrue, 'float32'), yPred.shape);
      const w = spreadWeights(sampleWeight, yPred);
      const error = tf.sub(y, yPred);
      const sums = [y, tf.mul(y, y), tf.mul(error, error), tf.onesLike(y)];
      return tf.concat1d([
        tf.tensor1d([y.size]),
        ...sums.map((each) => tf.sum(tf.mul(each, w), 0) as tf.Tensor1D),
      ]);
    },
    result([targets, ...sums]) {
      const outputs = sums.length / 4;
      const scores: number[] = [];
      const variances: number[] = [];
      for (let i = 0; i < outputs; i++) {
        const [sum, squares, residual, count] = [0, 1, 2, 3].map(
          (each) => sums[each * outputs + i],
        );
        const variance = squares - (sum * sum) / count;
        const score = 1 - residual / variance;
        variances.push(variance);
        scores.push(Number.isFinite(score) || Number.isNaN(score) ? score : 0);
      }
      const total = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);
      const score =
        classAggregation === 'uniform_average'
          ? total(scores) / outputs
          : total(scores.map((each, i) => each * variances[i])) / total(variances);
      const freedom = targets - numRegressors - 1;
      return numRegressors === 0 || freedom <= 0
        ? score
        : 1 - ((1 - score) * (targets - 1)) / freedom;
    },
  });
}

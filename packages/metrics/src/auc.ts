import {
  defineMetric,
  type MeasuredRows,
  type Metric,
  OptionError,
  option,
  ShapeError,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { areaBelow, type Counts, CURVES, SUMMATION_METHODS } from './area.ts';
import { type Buckets, bucketsFor, evenBuckets } from './buckets.ts';
import { declareMetric, type MetricOptions, type OwnOptionsOf } from './metric-options.ts';
import { requireSameShape, requireYesOrNo } from './same-shape.ts';
import { spreadWeights } from './spread-weights.ts';
import { requireFewStatistics } from './statistics-budget.ts';

const declared = declareMetric('AUC', 'auc', {
  /** At how many thresholds, at equal distances from 0 to 1, the curve is sampled. */
  numThresholds: option.whole('[2, ∞)', 200),
  /** `ROC`: recall over false alarms; `PR`: precision over recall; `PRGAIN`: the same as gains. */
  curve: option.oneOf(CURVES, 'ROC'),
  /** How the area between two thresholds is taken: at the mean height, the lesser or the greater. */
  summationMethod: option.oneOf(SUMMATION_METHODS, 'interpolation'),
  /** The thresholds themselves, in [0, 1], instead of `numThresholds`. */
  thresholds: option.orNull(option.list(option.number('[0, 1]'))),
  /** Whether each output has a curve of its own, whose areas are averaged; otherwise all make one curve. */
  multiLabel: option.boolean(false),
  /** How many outputs there are with `multiLabel`. */
  numLabels: option.orNull(option.whole('[1, ∞)')),
  /** One weight for each output. */
  labelWeights: option.orNull(option.list(option.number('[0, ∞)'))),
  /** True when outputs are raw scores, whose sigmoid is taken first. By default it follows the model's loss. */
  fromLogits: option.optional(option.boolean()),
});

export interface AUCOptions<N extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MetricOptions<N> {}

/**
 * The area under the curve of all thresholds, by default of the ROC curve: how likely a positive is ranked above a
 * negative, 1 at best, ½ by chance. Targets are 0 or 1, of the shape of the outputs.
 *
 * Its statistics are how many positives and how many negatives lie between each two thresholds, so batches add up
 * exactly.
 *
 * @throws LabelError when the targets are not of the outputs' shape, or not 0 or 1; OptionError for more counts than can be kept.
 * @see https://keras.io/api/metrics/classification_metrics/#auc-class
 * @example
 * import { metrics, tf } from 'tsuno';
 *
 * const metric = metrics.AUC({ numThresholds: 3 });
 * const [y, p] = [tf.tensor1d([0, 0, 1, 1]), tf.tensor2d([[0], [0.5], [0.3], [0.9]])];
 * console.assert(metric.result([...metric.measure(y, p, null).dataSync()]) === 0.75);
 */
export function AUC<const N extends string = 'auc'>(options: AUCOptions<N> = {}): Metric<N> {
  const described = declared.read<N>(arguments);
  const { numThresholds, curve, summationMethod, thresholds } = described.config;
  const { multiLabel, numLabels, labelWeights, fromLogits } = described.config;
  if (numLabels !== null && !multiLabel) {
    throw new OptionError('AUC: numLabels is only for multiLabel: true.');
  }
  requireFewCounts(described.config, numLabels ?? labelWeights?.length ?? 1);
  const buckets = thresholds === null ? evenBuckets(numThresholds) : bucketsFor(thresholds);
  const sameShape = requireSameShape('AUC');
  /** Without curves of their own the outputs' weights are weights of examples. */
  const inCounts = multiLabel ? null : labelWeights;
  return defineMetric({
    ...described,
    direction: 'up',
    forLogits:
      fromLogits === undefined ? AUC({ ...described.config, fromLogits: true }) : undefined,
    checkTargets(targets, output) {
      sameShape(targets, output);
      requireYesOrNo('AUC', targets);
      const width = output[output.length - 1];
      if (multiLabel && output.length !== 1) {
        throw new ShapeError(
          `AUC: with multiLabel outputs must be vectors, got ${showShape(output)}.`,
        );
      }
      requireFewCounts(described.config, width);
      for (const [option, count] of Object.entries({ numLabels, labelWeights })) {
        const expected = Array.isArray(count) ? count.length : count;
        if (expected === null || expected === width) continue;
        throw new ShapeError(`AUC: ${option} is for ${expected} outputs, but there are ${width}.`);
      }
    },
    measure(yTrue, yPred, sampleWeight) {
      const p = fromLogits ? tf.sigmoid(yPred) : yPred;
      const y = tf.notEqual(tf.reshape(tf.cast(yTrue, 'float32'), p.shape), 0);
      const spread = spreadWeights(sampleWeight, p);
      const w = inCounts === null ? spread : tf.mul(spread, tf.tensor1d([...inCounts]));
      return histograms(p, y, w, buckets, multiLabel);
    },
    measureRows: (batch) => countRows(batch, buckets, { fromLogits, multiLabel, inCounts }),
    result(total) {
      const areas = countsOf(total, buckets.thresholds).map((counts) =>
        areaBelow(counts, curve, summationMethod),
      );
      const weights = multiLabel && labelWeights !== null ? labelWeights : areas.map(() => 1);
      const sum = weights.reduce((all, weight) => all + weight, 0);
      return sum === 0 ? 0 : areas.reduce((all, area, i) => all + area * weights[i], 0) / sum;
    },
  });
}

/** Refuses more counts than can be kept: two for each bucket of each curve. */
function requireFewCounts(
  {
    numThresholds,
    thresholds,
    multiLabel,
  }: {
    readonly numThresholds: number;
    readonly thresholds: readonly number[] | null;
    readonly multiLabel: boolean;
  },
  labels: number,
): void {
  const count = thresholds === null ? numThresholds : thresholds.length + 2;
  const curves = multiLabel ? labels : 1;
  const what = `counting at ${count} thresholds for ${curves} ${curves === 1 ? 'curve' : 'curves'}`;
  requireFewStatistics('AUC', what, 2 * (count + 1) * curves);
}

/** For each curve the weights of the positives in each bucket, then those of the negatives. */
function histograms(
  p: tf.Tensor,
  y: tf.Tensor,
  w: tf.Tensor,
  { of, thresholds }: Buckets,
  multiLabel: boolean,
): tf.Tensor1D {
  const length = 2 * (thresholds + 1);
  const labels = multiLabel ? p.shape[p.rank - 1] : 1;
  const curve = multiLabel ? tf.mul(tf.range(0, labels, 1, 'int32'), length) : 0;
  const half = tf.mul(tf.cast(tf.logicalNot(y), 'int32'), thresholds + 1);
  const places = tf.add(tf.add(of(p), half), curve);
  const flat = (each: tf.Tensor) => tf.reshape(each, [-1]) as tf.Tensor1D;
  return tf.bincount(flat(tf.cast(places, 'int32')), flat(w), labels * length);
}

function countRows(
  { rows, yTrue, yPred, output, sampleWeight }: MeasuredRows,
  { ofNumber, thresholds }: Buckets,
  options: {
    readonly fromLogits: boolean | undefined;
    readonly multiLabel: boolean;
    readonly inCounts: readonly number[] | null;
  },
): readonly number[] {
  const { fromLogits, multiLabel, inCounts } = options;
  const size = sizeOf(output);
  const width = output.length === 0 ? 1 : output[output.length - 1];
  const length = 2 * (thresholds + 1);
  const counts = new Array<number>((multiLabel ? width : 1) * length).fill(0);
  for (let i = 0; i < rows * size; i++) {
    const p = fromLogits ? Math.fround(1 / (1 + Math.exp(-yPred[i]))) : yPred[i];
    const label = i % width;
    const half = yTrue[i] === 0 ? thresholds + 1 : 0;
    const ofExample = sampleWeight === null ? 1 : sampleWeight[Math.floor(i / size)];
    counts[(multiLabel ? label * length : 0) + half + ofNumber(p)] +=
      ofExample * (inCounts === null ? 1 : inCounts[label]);
  }
  return counts;
}

/** The confusion at each threshold: above threshold i is what lies in the buckets from i + 1 on. */
function countsOf(total: readonly number[], thresholds: number): readonly Counts[] {
  const size = thresholds + 1;
  const split = (start: number) => {
    const above = new Array<number>(thresholds).fill(0);
    let sum = 0;
    for (let bucket = thresholds; bucket > 0; bucket--) {
      sum += total[start + bucket];
      above[bucket - 1] = sum;
    }
    return { above, below: above.map((count) => sum + total[start] - count) };
  };
  return Array.from({ length: total.length / (2 * size) }, (_, curve) => {
    const [positives, negatives] = [split(2 * curve * size), split((2 * curve + 1) * size)];
    return { tp: positives.above, fn: positives.below, fp: negatives.above, tn: negatives.below };
  });
}

import {
  refuseUnknownOptions,
  requireInterval,
  requireSeed,
  requireWhole,
  seededRng,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

export interface StraightLineOptions {
  /** How many points. */
  readonly examples?: number;
  /** What y gains where x gains 1. */
  readonly slope?: number;
  /** y where x is 0. */
  readonly intercept?: number;
  /** The standard deviation of the Gaussian that is added to y. */
  readonly noise?: number;
  /** The same seed gives the same points. */
  readonly seed?: number;
}

export interface StraightLine {
  /** [examples, 1], float32 in [−1, 1). */
  readonly x: tf.Tensor2D;
  /** [examples], float32. */
  readonly y: tf.Tensor1D;
}

/**
 * Points about a straight line, for a first regression: y = slope · x + intercept + noise · N(0, 1), x uniform in [−1, 1).
 *
 * More examples continue the same points, and another noise moves them about the same line.
 *
 * @example
 * import { straightLine } from '@tsuno/datasets';
 *
 * const { x, y } = straightLine.load({ slope: 3, intercept: 1, noise: 0 });
 * const [x0] = x.dataSync();
 * const [y0] = y.dataSync();
 * console.assert(Math.abs(y0 - (3 * x0 + 1)) < 1e-6);
 */
export const straightLine = Object.freeze({ load });

/** @throws OptionError for an option that is unknown or out of its range. */
function load({
  examples = 100,
  slope = 2,
  intercept = -1,
  noise = 0.1,
  seed = 1,
  ...unknown
}: StraightLineOptions = {}): StraightLine {
  const who = 'straightLine.load';
  refuseUnknownOptions(who, unknown, ['examples', 'slope', 'intercept', 'noise', 'seed']);
  requireWhole(who, { examples }, 1);
  requireInterval(who, { slope, intercept }, '(-∞, ∞)');
  requireInterval(who, { noise }, '[0, ∞)');
  requireSeed(who, seed);

  // One generator for each column: the i-th point depends on the seed and on i only.
  const places = seededRng(seed).fork('straight-line/x');
  const errors = seededRng(seed).fork('straight-line/noise');
  const x = new Float32Array(examples);
  const y = new Float32Array(examples);
  for (let i = 0; i < examples; i++) {
    x[i] = 2 * places.uniform() - 1;
    y[i] = slope * x[i] + intercept + noise * errors.normal();
  }
  return { x: tf.tensor2d(x, [examples, 1]), y: tf.tensor1d(y) };
}

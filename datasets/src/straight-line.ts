import {
  OptionError,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
  requireSeed,
  requireWhole,
  seededRng,
} from 'tsuno/core';
import * as tf from 'tsuno/tf';
import { requireBudget } from './budget.ts';

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
function load(options: StraightLineOptions = {}): StraightLine {
  const who = 'straightLine.load';
  requireNamedOptions(who, [options]);
  const { examples = 100, slope = 2, intercept = -1, noise = 0.1, seed = 1, ...unknown } = options;
  refuseUnknownOptions(who, unknown, ['examples', 'slope', 'intercept', 'noise', 'seed']);
  requireWhole(who, { examples }, 1);
  requireBudget(who, examples, 8);
  requireInterval(who, { slope, intercept }, '(-∞, ∞)');
  requireInterval(who, { noise }, '[0, ∞)');
  requireSeed(who, seed);
  requireFloat32(who, { slope, intercept, noise });

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

/** The largest float32. */
const LARGEST = (2 - 2 ** -23) * 2 ** 127;
/** How many standard deviations the noise goes at most. */
const FARTHEST = 10;

/** @throws OptionError for a line that leaves the range of float32: y would be infinite. */
function requireFloat32(
  who: string,
  { slope, intercept, noise }: { slope: number; intercept: number; noise: number },
): void {
  const reach = Math.abs(slope) + Math.abs(intercept) + FARTHEST * noise;
  if (reach <= LARGEST) return;
  throw new OptionError(
    `${who}: slope, intercept and noise must keep y within float32, ±${LARGEST.toPrecision(3)}, got ${slope}, ${intercept} and ${noise}, which reach ${reach.toPrecision(3)}.`,
  );
}

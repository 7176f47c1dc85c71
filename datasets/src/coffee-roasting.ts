import {
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
  requireSeed,
  requireWhole,
  seededRng,
} from 'tsuno/core';
import * as tf from 'tsuno/tf';
import { requireBudget } from './budget.ts';

export interface CoffeeRoastingOptions {
  /** How many roasts. */
  readonly examples?: number;
  /** The same seed gives the same roasts. */
  readonly seed?: number;
  /**
   * How far the taster errs: the standard deviation by which each feature is misjudged, as a share of its range.
   * At 0 the two classes part cleanly; at 0.05 those near the border mix.
   */
  readonly noise?: number;
}

export interface CoffeeRoasting {
  /** [examples, 2], float32: the temperature in °C (150 to 285) and the duration in minutes (11.5 to 15.5). */
  readonly x: tf.Tensor2D;
  /** [examples], int32: 1 is a good roast, 0 a bad one. */
  readonly y: tf.Tensor1D;
}

const TEMPERATURE = { least: 150, most: 285 };
const DURATION = { least: 11.5, most: 15.5 };

/** The right angle of the triangle of good roasts, and how far its two legs reach. */
const COLDEST = 170;
const SHORTEST = 12;
const HEADROOM = 105;
const PATIENCE = 3.25;

/**
 * Coffee that is roasted well or badly, for a first classification with two features.
 *
 * A roast of temperature t and duration d is good inside a triangle: t > 170 °C (not raw), d > 12 min (not rushed), and
 * (t − 170) / 105 + (d − 12) / 3.25 < 1 (not burnt: what is hotter must be shorter).
 * Roasts are spread evenly over the rectangle around it, and about three in ten are good.
 * The features differ in size by a factor of twenty, so a model learns this set best behind a `Normalization`.
 * More examples continue the same roasts.
 *
 * Made in the manner of the set in Andrew Ng's "Advanced Learning Algorithms"; numbers and border are this one's own.
 *
 * @example
 * import { coffeeRoasting } from '@tsuno/datasets';
 *
 * const { x, y } = coffeeRoasting.load({ examples: 200, seed: 1 });
 * console.assert(x.shape[0] === 200);
 * console.assert(x.shape[1] === 2);
 * console.assert(y.dtype === 'int32');
 */
export const coffeeRoasting = Object.freeze({ load });

/** @throws OptionError for an option that is unknown or out of its range. */
function load(options: CoffeeRoastingOptions = {}): CoffeeRoasting {
  const who = 'coffeeRoasting.load';
  requireNamedOptions(who, [options]);
  const { examples = 200, seed = 1, noise = 0, ...unknown } = options;
  refuseUnknownOptions(who, unknown, ['examples', 'seed', 'noise']);
  requireWhole(who, { examples }, 1);
  requireBudget(who, examples, 12);
  requireSeed(who, seed);
  requireInterval(who, { noise }, '[0, ∞)');

  const places = seededRng(seed).fork('coffee-roasting/x');
  const errors = seededRng(seed).fork('coffee-roasting/noise');
  const x = new Float32Array(2 * examples);
  const y = new Int32Array(examples);
  for (let i = 0; i < examples; i++) {
    const t = between(TEMPERATURE, places.uniform());
    const d = between(DURATION, places.uniform());
    x[2 * i] = t;
    x[2 * i + 1] = d;
    const tasted = {
      t: t + noise * width(TEMPERATURE) * errors.normal(),
      d: d + noise * width(DURATION) * errors.normal(),
    };
    y[i] = isGood(tasted.t, tasted.d) ? 1 : 0;
  }
  return { x: tf.tensor2d(x, [examples, 2]), y: tf.tensor1d(y, 'int32') };
}

function isGood(t: number, d: number): boolean {
  const notBurnt = (t - COLDEST) / HEADROOM + (d - SHORTEST) / PATIENCE < 1;
  return t > COLDEST && d > SHORTEST && notBurnt;
}

interface Range {
  readonly least: number;
  readonly most: number;
}

function between(range: Range, share: number): number {
  return range.least + width(range) * share;
}

function width(range: Range): number {
  return range.most - range.least;
}

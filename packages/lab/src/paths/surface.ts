import {
  OptionError,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
  show,
} from '@tsuno/core';

/** A point (w₁, w₂). */
export type Point = readonly [number, number];

/** A part of the plane: what a picture shows. */
export interface View {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** A function J of two variables to walk down on. */
export interface Surface {
  readonly name: string;
  /** The formula in words, for the picture: `J = ½(w₁² + 25w₂²)`. */
  readonly formula: string;
  readonly labels: readonly [string, string];
  readonly view: View;
  /** Where J is smallest, if that is known. */
  readonly minimum: Point | null;
  value(w1: number, w2: number): number | Promise<number>;
  gradient(w1: number, w2: number): Point | Promise<Point>;
}

export interface SurfaceOptions {
  readonly value: Surface['value'];
  /** Without one, differences of `value` on both sides of the point are taken. */
  readonly gradient?: Surface['gradient'];
  readonly name?: string;
  readonly formula?: string;
  readonly labels?: readonly [string, string];
  readonly view?: View;
  readonly minimum?: Point | null;
  /** How far apart these differences are, relative to the view's width. */
  readonly difference?: number;
}

/**
 * A function of two variables of your own.
 *
 * @throws OptionError for a value that is no function and for a view without extent.
 * @example
 * import { lab, optimizers } from 'tsuno';
 *
 * const saddle = lab.functions.surface({
 *   value: (w1, w2) => w1 * w1 - w2 * w2 + w2 ** 4 / 4,
 *   view: { x: [-2, 2], y: [-2, 2] },
 * });
 * const { paths } = await lab.tracePaths({
 *   surface: saddle,
 *   start: [1, 0.1],
 *   optimizers: { Adam: optimizers.Adam({ learningRate: 0.1 }) },
 *   steps: 200,
 * });
 * console.assert(Math.abs(paths[0].end.value + 1) < 0.01);
 */
export function surface({
  value,
  gradient,
  name = 'J',
  formula = name,
  labels = ['w₁', 'w₂'],
  view = { x: [-10, 10], y: [-10, 10] },
  minimum = null,
  difference = 1e-6,
  ...unknown
}: SurfaceOptions): Surface {
  refuseUnknownOptions('surface', unknown, [
    'value',
    'gradient',
    'name',
    'formula',
    'labels',
    'view',
    'minimum',
    'difference',
  ]);
  if (typeof value !== 'function') {
    throw new OptionError(`surface: value must be a function of w1 and w2, got ${show(value)}.`);
  }
  if (gradient !== undefined && typeof gradient !== 'function') {
    throw new OptionError(
      `surface: gradient must be a function of w1 and w2, got ${show(gradient)}. Without one, differences of value are taken.`,
    );
  }
  requireInterval('surface', { difference }, '(0, ∞)');
  for (const range of [view?.x, view?.y]) {
    if (!Array.isArray(range) || range.length !== 2 || !(range[0] < range[1])) {
      throw new OptionError(
        `surface: view must be { x, y }, and each runs from a smaller number to a larger, got ${show(range)}.`,
      );
    }
  }
  const [dx, dy] = [view.x, view.y].map(([low, high]) => difference * (high - low));
  const byDifferences = async (w1: number, w2: number): Promise<Point> => [
    ((await value(w1 + dx, w2)) - (await value(w1 - dx, w2))) / (2 * dx),
    ((await value(w1, w2 + dy)) - (await value(w1, w2 - dy))) / (2 * dy),
  ];
  return Object.freeze({
    name,
    formula,
    labels,
    view,
    minimum,
    value,
    gradient: gradient ?? byDifferences,
  });
}

/**
 * The lecture's elongated bowl, J = ½(w₁² + k·w₂²), k times as steep along w₂ as along w₁. Gradient descent diverges
 * on it exactly above α = 2/k.
 *
 * @throws OptionError for a steepness that is not positive.
 */
export function bowl(options: { readonly steepness?: number } = {}): Surface {
  requireNamedOptions('bowl', [options]);
  const { steepness = 25, ...unknown } = options;
  refuseUnknownOptions('bowl', unknown, ['steepness']);
  requireInterval('bowl', { steepness }, '(0, ∞)');
  return surface({
    name: 'bowl',
    formula: `J = ½(w₁² + ${steepness}w₂²)`,
    view: { x: [-10, 10], y: [-4, 4] },
    minimum: [0, 0],
    value: (w1, w2) => (w1 * w1 + steepness * w2 * w2) / 2,
    gradient: (w1, w2) => [w1, steepness * w2],
  });
}

/**
 * Rosenbrock's curved valley, J = (1 − w₁)² + 100(w₂ − w₁²)²: easy to enter and slow to walk along.
 *
 * Source: H. H. Rosenbrock, "An Automatic Method for Finding the Greatest or Least Value of a Function" (1960).
 *
 * @throws OptionError for options: it has none.
 */
export function rosenbrock(options: Readonly<Record<string, never>> = {}): Surface {
  refuseUnknownOptions('rosenbrock', options, []);
  return surface({
    name: 'rosenbrock',
    formula: 'J = (1 − w₁)² + 100(w₂ − w₁²)²',
    view: { x: [-2, 2], y: [-1, 3] },
    minimum: [1, 1],
    value: (w1, w2) => (1 - w1) ** 2 + 100 * (w2 - w1 * w1) ** 2,
    gradient: (w1, w2) => [-2 * (1 - w1) - 400 * w1 * (w2 - w1 * w1), 200 * (w2 - w1 * w1)],
  });
}

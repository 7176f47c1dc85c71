import {
  type Optimizer,
  OptionError,
  refuseUnknownOptions,
  requireNamedOptions,
  requireWhole,
  show,
} from '@tsuno/core';
import { type Lineup, resolveLineup } from '../compare/entrant.ts';
import { firstRate, weightInDoubles } from '../step-in-doubles.ts';
import { describeWalk, type Walk } from './describe-walk.ts';
import type { Point, Surface, View } from './surface.ts';

/** The way of one optimizer over a surface. */
export interface Path {
  readonly optimizer: string;
  readonly learningRate: number;
  /** From the start on; it ends early where J is no longer finite. */
  readonly points: readonly Point[];
  /** J at each of them. */
  readonly values: readonly number[];
  readonly end: { readonly point: Point; readonly value: number };
  readonly walk: Walk;
}

/** Heights of a surface over a grid, row by row from the smallest w₂ to the largest. */
export interface Heights {
  readonly columns: number;
  readonly rows: number;
  readonly values: readonly number[];
}

/** Paths over one surface from one start. Plain data. */
export interface Paths {
  readonly kind: 'paths';
  readonly surface: {
    readonly name: string;
    readonly formula: string;
    readonly labels: readonly [string, string];
    readonly view: View;
    readonly minimum: Point | null;
    readonly heights: Heights;
  };
  readonly start: Point;
  readonly steps: number;
  readonly paths: readonly Path[];
  /** What else is to be said about how they were made. */
  readonly notes: readonly string[];
}

export interface TracePathsOptions {
  readonly surface: Surface;
  readonly start: Point;
  /** By name, each at its own rate. */
  readonly optimizers: Lineup;
  readonly steps?: number;
  /** Points of the grid, along each axis, at which the surface is measured for the contours. */
  readonly grid?: number;
}

/**
 * Walks down a function of two variables with each optimizer, from the same start, with exact gradients and in doubles.
 *
 * @throws OptionError for a start that is no point, and for something that is no optimizer.
 * @example
 * import { lab, optimizers } from 'tsuno';
 *
 * const { paths } = await lab.tracePaths({
 *   surface: lab.functions.bowl(),
 *   start: [-9, 3],
 *   steps: 60,
 *   optimizers: {
 *     'too large': optimizers.SGD({ learningRate: 0.081 }),
 *     Adam: optimizers.Adam({ learningRate: 0.3 }),
 *   },
 * });
 * console.assert(paths[0].walk.course === 'diverges'); // the limit is 2/25 = 0.08
 */
export async function tracePaths(options: TracePathsOptions): Promise<Paths> {
  const who = 'tracePaths';
  requireNamedOptions(who, arguments);
  const {
    surface,
    start,
    optimizers,
    steps = 60,
    grid = 81,
    ...unknown
  } = options ?? ({} as TracePathsOptions);
  refuseUnknownOptions(who, unknown, ['surface', 'start', 'optimizers', 'steps', 'grid']);
  if (typeof surface?.gradient !== 'function') {
    throw new OptionError(
      `${who}: surface must be one of lab.functions, such as lab.functions.bowl(), got ${show(surface)}.`,
    );
  }
  if (!Array.isArray(start) || start.length !== 2 || !start.every(Number.isFinite)) {
    throw new OptionError(`${who}: start must be a point [w1, w2], got ${show(start)}.`);
  }
  requireWhole(who, { steps }, 1);
  requireWhole(who, { grid }, 2);
  const paths: Path[] = [];
  for (const { name, optimizer } of resolveLineup(who, optimizers, 'all')) {
    paths.push(await tracePath(surface, start, name, optimizer, steps));
  }
  const { name, formula, labels, view, minimum } = surface;
  const heights = await measureHeights(surface, grid);
  return {
    kind: 'paths',
    surface: { name, formula, labels, view, minimum, heights },
    start,
    steps,
    paths,
    notes: [],
  };
}

async function tracePath(
  surface: Surface,
  start: Point,
  name: string,
  optimizer: Optimizer,
  steps: number,
): Promise<Path> {
  const points: Point[] = [start];
  const values = [await surface.value(...start)];
  const weight = weightInDoubles(optimizer, start);
  const { values: w } = weight;
  for (let step = 0; step < steps; step++) {
    weight.step(await surface.gradient(w[0], w[1]));
    const point: Point = [w[0], w[1]];
    const value = await surface.value(...point);
    if (!Number.isFinite(value) || !point.every(Number.isFinite)) break;
    points.push(point);
    values.push(value);
  }
  return pathOf(name, firstRate(optimizer), points, values, values.length <= steps);
}

/** A path with its description. `isCut` says that it left the finite numbers. */
export function pathOf(
  optimizer: string,
  learningRate: number,
  points: readonly Point[],
  values: readonly number[],
  isCut = false,
): Path {
  const last = points.length - 1;
  return {
    optimizer,
    learningRate,
    points,
    values,
    end: { point: points[last], value: values[last] },
    walk: describeWalk(points, values, isCut),
  };
}

/** J over an even grid of the view. */
export async function measureHeights(
  { view, value }: Pick<Surface, 'view' | 'value'>,
  grid: number,
): Promise<Heights> {
  const values: number[] = [];
  const at = ([low, high]: readonly [number, number], i: number) =>
    low + ((high - low) * i) / (grid - 1);
  for (let row = 0; row < grid; row++) {
    for (let column = 0; column < grid; column++) {
      values.push(await value(at(view.x, column), at(view.y, row)));
    }
  }
  return { columns: grid, rows: grid, values };
}

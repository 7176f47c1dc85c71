import {
  OptionError,
  refuseUnknownOptions,
  requireNamedOptions,
  requireSeed,
  requireWhole,
} from '@tsuno/core';
import type { CompileOptions } from '@tsuno/models';
import { type Lineup, resolveLineup } from '../compare/entrant.ts';
import { exampleCount, type LabData, requireData, shapeOfExample } from '../compare/lab-data.ts';
import { compileOptionsFor } from '../compare/train-once.ts';
import type { Model } from '../model.ts';
import { firstRate } from '../step-in-doubles.ts';
import { readWeights } from '../weights.ts';
import { type Plane, planeThrough } from './plane.ts';
import type { Point, View } from './surface.ts';
import { measureHeights, type Paths, pathOf } from './trace-paths.ts';

export interface PlaneSliceOptions {
  /** As for `compareOptimizers`: a fresh model with the seed. */
  readonly model: (seed: number) => Model;
  /** The first two span the plane, with their ends; more are shown in it. */
  readonly optimizers: Lineup;
  readonly data: LabData;
  readonly epochs?: number;
  readonly seed?: number;
  /** Notes the weights every so many batches. */
  readonly every?: number;
  readonly batchSize?: number | 'all';
  readonly loss?: CompileOptions['loss'];
  /** Points of the grid along each axis: the loss on all training examples is measured at each. */
  readonly grid?: number;
}

/**
 * Trains a model with two optimizers from the same start and shows their ways on the plane through the start and both
 * ends, with the loss of that plane as contours. Between these three points a way may leave the plane; what is shown is
 * where it stands above it, and the notes say how much of it that is.
 *
 * @throws OptionError for less than two optimizers, and when both end where they started.
 */
export async function planeSlice(options: PlaneSliceOptions): Promise<Paths> {
  const who = 'planeSlice';
  requireNamedOptions(who, arguments);
  const {
    model,
    optimizers,
    data,
    epochs = 5,
    seed = 1,
    every = 10,
    batchSize = 32,
    loss,
    grid = 31,
    ...unknown
  } = options ?? ({} as PlaneSliceOptions);
  refuseUnknownOptions(who, unknown, [
    'model',
    'optimizers',
    'data',
    'epochs',
    'seed',
    'every',
    'batchSize',
    'loss',
    'grid',
  ]);
  requireData(who, data);
  requireWhole(who, { epochs, every }, 1);
  requireWhole(who, { grid }, 2);
  requireSeed(who, seed);
  const entrants = resolveLineup(who, optimizers, batchSize);
  if (entrants.length < 2) {
    throw new OptionError(`${who}: optimizers must be at least two, whose ends span the plane.`);
  }
  const { xTrain, yTrain } = data;
  const walks: { name: string; learningRate: number; stations: Float64Array[] }[] = [];
  let last: Model | null = null;
  let steps = 0;
  for (const { name, optimizer, batchSize: own } of entrants) {
    const made = model(seed);
    made.compile({ ...compileOptionsFor(who, made, loss), optimizer });
    if (!made.built) made.build([null, ...shapeOfExample(xTrain)]);
    const stations = [flat(readWeights(made))];
    let batches = 0;
    await made.fit(xTrain, yTrain, {
      epochs,
      seed,
      verbose: 0,
      batchSize: own === 'all' ? exampleCount(xTrain) : own,
      callbacks: [
        {
          onTrainBatchEnd(_batch, _logs, run) {
            batches += 1;
            steps = Math.max(steps, batches);
            if (own === 'all' || batches % every === 0) stations.push(flat(run.model.weights));
          },
        },
      ],
    });
    stations.push(flat(readWeights(made)));
    walks.push({ name, learningRate: firstRate(optimizer), stations });
    last = made;
  }
  const ends = walks.map(({ stations }) => stations[stations.length - 1]);
  const plane = planeThrough(who, walks[0].stations[0], ends[0], ends[1]);
  const measured = last as Model;
  const sizes = readWeights(measured).map(({ length }) => length);
  const value = async (p: number, q: number) => {
    measured.setWeights(unflat(plane.at(p, q), sizes));
    const logs = await measured.evaluate(xTrain, yTrain, {
      verbose: 0,
      batchSize: 500,
      returnDict: true,
    });
    return logs.loss;
  };
  const projected = walks.map(({ stations }) => stations.map((station) => plane.project(station)));
  const view = viewAround(projected.flat());
  const paths = [];
  for (const [i, { name, learningRate }] of walks.entries()) {
    const values: number[] = [];
    for (const point of projected[i]) values.push(await value(...point));
    paths.push(pathOf(name, learningRate, projected[i], values));
  }
  return {
    kind: 'paths',
    surface: {
      name: 'plane',
      formula: `Loss on the plane through the start and the ends of ${entrants[0].name} and ${entrants[1].name}`,
      labels: ['p', 'q'],
      view,
      minimum: null,
      heights: await measureHeights({ view, value }, grid),
    },
    start: [0, 0],
    steps,
    paths,
    notes: walks.map(({ name, stations }) => shareNote(name, stations, plane)),
  };
}

/** How much of a way lies in the plane: of all squared distances from the start, the share that is seen. */
function shareNote(name: string, stations: readonly Float64Array[], plane: Plane): string {
  const [start] = stations;
  let all = 0;
  let seen = 0;
  for (const station of stations) {
    all += station.reduce((sum, value, i) => sum + (value - start[i]) ** 2, 0);
    const [p, q] = plane.project(station);
    seen += p * p + q * q;
  }
  return `It holds ${((100 * seen) / all).toFixed(0)} % of the squared distances of ${name} from the start.`;
}

/** All points, with a margin. */
function viewAround(points: readonly Point[]): View {
  const range = (values: readonly number[]) => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const margin = 0.18 * (most - least || 1);
    return [least - margin, most + margin] as const;
  };
  return { x: range(points.map(([p]) => p)), y: range(points.map(([, q]) => q)) };
}

function flat(weights: readonly Float32Array[]): Float64Array {
  return Float64Array.from(weights.flatMap((values) => [...values]));
}

function unflat(values: Float64Array, sizes: readonly number[]): Float32Array[] {
  let from = 0;
  return sizes.map((size) => {
    from += size;
    return Float32Array.from(values.subarray(from - size, from));
  });
}

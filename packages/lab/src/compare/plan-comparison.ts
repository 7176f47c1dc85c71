import {
  OptionError,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
  requireSeed,
  requireWhole,
  show,
} from '@tsuno/core';
import type { CompileOptions } from '@tsuno/models';
import type { Model } from '../model.ts';
import { firstRate } from '../step-in-doubles.ts';
import { areSameWeights, readWeights } from '../weights.ts';
import { atRate, type Lineup, requireBatchSize, resolveLineup } from './entrant.ts';
import { exampleCount, type LabData, requireData, shapeOfExample } from './lab-data.ts';
import { chooseMeasure, type Measure } from './measure.ts';
import { here, type Job, type Progress, type Runner, runJobs } from './run-jobs.ts';
import { compileOptionsFor } from './train-once.ts';
import type { TrainingRun } from './training-run.ts';

/** What comparisons and sweeps have in common. */
export interface ComparisonOptions {
  /** A fresh model for a seed, which it hands on: `(seed) => new Sequential([…], { seed })`. */
  readonly model: (seed: number) => Model;
  /** Who takes part, by name; `lab.lineups` has some ready. */
  readonly optimizers: Lineup;
  readonly data: LabData;
  readonly epochs?: number;
  /** One run for each, and so a spread. Each seed fixes start weights and batches, for everybody the same. */
  readonly seeds?: readonly number[];
  /** For those who bring none of their own. */
  readonly batchSize?: number | 'all';
  /** Needed when the models are not compiled. */
  readonly loss?: CompileOptions['loss'];
  readonly metrics?: CompileOptions['metrics'];
  /** What they are judged by: `'val_accuracy'`. Otherwise an accuracy where there is one, on the test data if given. */
  readonly measure?: string;
  /** The value to reach; 0.9 for an accuracy, none for a loss. */
  readonly target?: number | null;
  /** Ends it early: finished runs are kept, the one under way is not. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Who makes the runs; without one they are made here. */
  readonly runner?: Runner;
}

/** How a comparison was made, as plain data. */
export interface Setting {
  readonly measure: Measure;
  readonly target: number | null;
  readonly epochs: number;
  readonly seeds: readonly number[];
  readonly examples: number;
  readonly testExamples: number;
  readonly parameters: number;
  /** Names in the order of the line-up, with the rate each came with and its batch size. */
  readonly entrants: readonly {
    readonly name: string;
    readonly defaultRate: number;
    readonly batchSize: number | 'all';
  }[];
  /** How many runs were planned: more than there are when it was stopped. */
  readonly planned: number;
}

const KNOWN = [
  'model',
  'optimizers',
  'data',
  'epochs',
  'seeds',
  'batchSize',
  'loss',
  'metrics',
  'measure',
  'target',
  'signal',
  'onProgress',
  'runner',
];

/**
 * Makes all runs: for each seed, optimizer and rate one. `ratesFor` says which rates an optimizer with a rate of its
 * own is run at.
 */
export async function makeRuns(
  who: string,
  options: ComparisonOptions,
  ratesFor: (defaultRate: number) => readonly number[],
): Promise<{ readonly setting: Setting; readonly runs: readonly TrainingRun[] }> {
  requireOptions(who, options);
  const { data, epochs = 10, seeds = [1], batchSize = 32, signal, onProgress } = options;
  const entrants = resolveLineup(who, options.optimizers, batchSize);
  const fresh = freshModels(who, options);
  const [probe] = seeds.map((seed) => fresh(seed, entrants[0].optimizer));
  const jobAt = (
    { name, optimizer, batchSize }: (typeof entrants)[number],
    learningRate: number,
    seed: number,
  ): Job => {
    const isOwn = learningRate === firstRate(optimizer);
    const chosen = isOwn ? optimizer : atRate(who, optimizer, learningRate);
    return { name, optimizer: chosen, batchSize, seed, epochs, model: () => fresh(seed, chosen) };
  };
  const rates = new Set(entrants.flatMap(({ optimizer }) => ratesFor(firstRate(optimizer))));
  // Everybody at one rate after the other: what is finished when somebody stops it can be compared.
  const jobs = seeds.flatMap((seed) =>
    [...rates].flatMap((rate) =>
      entrants
        .filter(({ optimizer }) => ratesFor(firstRate(optimizer)).includes(rate))
        .map((entrant) => jobAt(entrant, rate, seed)),
    ),
  );
  const runs = await runJobs(jobs, options.runner ?? here(data), { signal, onProgress });
  const reported = runs.find(({ diverged }) => diverged === null) ?? runs[0];
  const names = Object.keys({ ...reported?.curves, ...reported?.start });
  const measure = chooseMeasure(who, names.length > 0 ? names : ['loss'], options.measure);
  const { target = measure.isHigherBetter ? 0.9 : null } = options;
  const setting: Setting = {
    measure,
    target,
    epochs,
    seeds,
    examples: exampleCount(data.xTrain),
    testExamples: data.xTest === undefined ? 0 : exampleCount(data.xTest),
    parameters: probe.countParams(),
    entrants: entrants.map(({ name, optimizer, batchSize }) => ({
      name,
      defaultRate: firstRate(optimizer),
      batchSize,
    })),
    planned: jobs.length,
  };
  return { setting, runs };
}

function requireOptions(who: string, options: ComparisonOptions): void {
  requireNamedOptions(who, [options]);
  const { data, epochs = 10, seeds = [1], batchSize = 32, target, runner } = options ?? {};
  const unknown = Object.fromEntries(
    Object.entries(options ?? {}).filter(([option]) => !KNOWN.includes(option)),
  );
  refuseUnknownOptions(who, unknown, KNOWN);
  requireData(who, data);
  requireWhole(who, { epochs }, 1);
  requireBatchSize(who, batchSize);
  if (target != null) requireInterval(who, { target }, '(-∞, ∞)');
  if (!Array.isArray(seeds) || seeds.length === 0) {
    throw new OptionError(`${who}: seeds must be a list such as [1, 2, 3], got ${show(seeds)}.`);
  }
  for (const seed of seeds) requireSeed(who, seed);
  if (new Set(seeds).size < seeds.length) {
    throw new OptionError(
      `${who}: seeds must differ, or the same run is counted twice, got ${show(seeds)}.`,
    );
  }
  if (runner !== undefined && typeof runner?.run !== 'function') {
    throw new OptionError(
      `${who}: runner must be { parallel, run(job, signal) }, which makes a run, got ${show(runner)}. Without one the runs are made here.`,
    );
  }
  if (runner !== undefined) requireWhole(`${who}: runner`, { parallel: runner.parallel }, 1);
}

/** Models for a seed, compiled and built; each call a new one with that seed, at the same start weights. */
function freshModels(who: string, { model, data, loss, metrics }: ComparisonOptions) {
  if (typeof model !== 'function') {
    throw new OptionError(
      `${who}: model must be a function that makes one, (seed) => new Sequential([…], { seed }), got ${show(model)}.`,
    );
  }
  const seen = new WeakSet<Model>();
  const starts = new Map<number, Start>();
  return (seed: number, optimizer: Job['optimizer']): Model => {
    const made = model(seed);
    if (typeof made?.toJSON !== 'function' || made.toJSON().config.seed === null) {
      throw new OptionError(
        `${who}: model(${seed}) must return a Sequential that has the seed, new Sequential([…], { seed }), or every optimizer would start elsewhere.`,
      );
    }
    if (seen.has(made)) {
      throw new OptionError(
        `${who}: model(${seed}) must make a new Sequential each time, but it returned one that was trained already.`,
      );
    }
    seen.add(made);
    made.compile({ ...compileOptionsFor(who, made, loss, metrics), optimizer });
    if (!made.built) made.build([null, ...shapeOfExample(data.xTrain)]);
    requireStart(who, starts, seed, {
      ownSeed: made.toJSON().config.seed,
      weights: readWeights(made),
    });
    return made;
  };
}

/** Where a model starts. */
interface Start {
  readonly ownSeed: unknown;
  readonly weights: readonly Float32Array[];
}

/**
 * Keeps the start of the first model of a seed.
 *
 * @throws OptionError when another of that seed starts elsewhere, and when one of another seed starts at the same place
 * because it has the same seed. Weights that are constants by design may be the same for all.
 */
function requireStart(who: string, starts: Map<number, Start>, seed: number, start: Start): void {
  const known = starts.get(seed);
  if (known !== undefined) {
    if (areSameWeights(known.weights, start.weights)) return;
    throw new OptionError(
      `${who}: model(${seed}) must start at the same weights for every optimizer, but two of its models start at different ones. Make an untrained model of the seed alone: new Sequential([…], { seed }).`,
    );
  }
  for (const [other, { ownSeed, weights }] of starts) {
    if (ownSeed !== start.ownSeed || !areSameWeights(weights, start.weights)) continue;
    throw new OptionError(
      `${who}: model(${other}) and model(${seed}) start at the same weights, so the function ignores its seed (both models have the seed ${show(ownSeed)}). Hand it on: (seed) => new Sequential([…], { seed }).`,
    );
  }
  starts.set(seed, start);
}

import {
  type Logs,
  type Optimizer,
  OptionError,
  refuseUnknownOptions,
  requireNamedOptions,
  requireSeed,
  requireWhole,
  show,
} from '@tsuno/core';
import type { ArrayLikeData, CompileOptions } from '@tsuno/models';
import { type Model, requireModel } from '../model.ts';
import { firstRate } from '../step-in-doubles.ts';
import { requireBatchSize, requireOptimizer } from './entrant.ts';
import { exampleCount, type LabData, requireData, shapeOfExample } from './lab-data.ts';
import type { TrainingRun } from './training-run.ts';
import { watchDivergence } from './watch-divergence.ts';

export interface TrainOnceOptions {
  /** A model with this run's seed, not trained yet. It is compiled with the optimizer, and trained. */
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly data: LabData;
  readonly epochs: number;
  /** Seeds the order of the examples. */
  readonly seed: number;
  /** The name in the line-up. */
  readonly name?: string;
  /** 'all' puts all examples into one batch: gradient descent as the lecture begins with it. */
  readonly batchSize?: number | 'all';
  /** Needed when the model is not compiled. */
  readonly loss?: CompileOptions['loss'];
  readonly metrics?: CompileOptions['metrics'];
  /** Ends the run after the batch under way. */
  readonly signal?: AbortSignal;
  /** Told after each epoch. */
  readonly onEpoch?: (epoch: number, logs: Logs) => void;
}

const KNOWN = [
  'model',
  'optimizer',
  'data',
  'epochs',
  'seed',
  'name',
  'batchSize',
  'loss',
  'metrics',
  'signal',
  'onEpoch',
];

/** Test data are measured in few large batches: nothing depends on it, and it is faster. */
const TEST_BATCH = 500;

/**
 * One training as the lab makes it: the model is compiled with the optimizer, measured, trained, and watched for
 * divergence. `compareOptimizers` and `sweepLearningRates` call it for each of their runs; in a worker of your own it
 * makes the same numbers.
 *
 * @example
 * import { lab, layers, losses, optimizers, Sequential } from 'tsuno';
 *
 * const run = await lab.trainOnce({
 *   model: new Sequential([layers.Dense({ units: 1 })], { seed: 1 }),
 *   optimizer: optimizers.SGD({ learningRate: 0.1 }),
 *   loss: losses.MeanSquaredError(),
 *   data: { xTrain: [[0], [1], [2]], yTrain: [1, 3, 5] },
 *   epochs: 20,
 *   seed: 1,
 * });
 * console.assert(run.curves.loss[19] < run.curves.loss[0]);
 */
export async function trainOnce(options: TrainOnceOptions): Promise<TrainingRun> {
  requireNamedOptions('trainOnce', arguments);
  const {
    model,
    optimizer,
    data,
    epochs,
    seed,
    name = optimizer?.kind,
    batchSize = 32,
    loss,
    metrics,
    signal,
    onEpoch,
    ...unknown
  } = options ?? ({} as TrainOnceOptions);
  refuseUnknownOptions('trainOnce', unknown, KNOWN);
  requireModel('trainOnce', model);
  requireOptimizer('trainOnce', optimizer);
  requireData('trainOnce', data);
  requireWhole('trainOnce', { epochs }, 1);
  requireSeed('trainOnce', seed);
  requireBatchSize('trainOnce', batchSize);
  model.compile({ ...compileOptionsFor('trainOnce', model, loss, metrics), optimizer });
  if (!model.built) model.build([null, ...shapeOfExample(data.xTrain)]);
  const measured = data.xTest ?? data.xTrain;
  const labels = data.yTest ?? data.yTrain;
  const start = await model.evaluate(measured, labels, {
    verbose: 0,
    batchSize: TEST_BATCH,
    returnDict: true,
  });
  const watch = watchDivergence(start.loss);
  const seconds: number[] = [];
  const begun = performance.now();
  const { history } = await model.fit(data.xTrain, data.yTrain, {
    epochs,
    seed,
    signal,
    verbose: 0,
    batchSize: batchSize === 'all' ? exampleCount(data.xTrain) : batchSize,
    validationData: data.xTest && ([data.xTest, data.yTest as ArrayLikeData] as const),
    validationBatchSize: TEST_BATCH,
    callbacks: [
      watch.callback,
      {
        onEpochEnd(epoch, logs) {
          if (watch.ended() !== null) return;
          seconds.push((performance.now() - begun) / 1000);
          onEpoch?.(epoch, logs);
        },
      },
    ],
  });
  const curves = Object.entries(history).map(([curve, values]) => [
    curve,
    values.slice(0, seconds.length),
  ]);
  const prefix = data.xTest ? 'val_' : '';
  return {
    optimizer: name,
    learningRate: firstRate(optimizer),
    batchSize,
    seed,
    start: Object.fromEntries(
      Object.entries(start).map(([metric, value]) => [`${prefix}${metric}`, value]),
    ),
    curves: Object.fromEntries(curves),
    seconds,
    diverged: watch.found(),
  };
}

/** How the model is to be compiled: as it is, with the loss and the metrics that are given. */
export function compileOptionsFor(
  who: string,
  model: Model,
  loss?: CompileOptions['loss'],
  metrics?: CompileOptions['metrics'],
): Omit<CompileOptions, 'optimizer'> {
  const own = model.compileOptions;
  const chosen = loss ?? own?.loss;
  if (chosen === undefined) {
    throw new OptionError(
      `${who}: loss is missing (${show(loss)}). Give it as an option, or compile the model that the function returns.`,
    );
  }
  return { ...own, loss: chosen, metrics: metrics ?? own?.metrics ?? [] };
}

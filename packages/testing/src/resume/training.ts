import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Callback,
  callbacks,
  type FitOptions,
  type Layer,
  layers,
  losses,
  metrics,
  type Optimizer,
  optimizers,
  regularizers,
  type Sequential,
} from 'tsuno';
import { lcg } from '../lcg.ts';
import { CLASSES, type Examples, examples, trainingData, validationData } from './examples.ts';
import type { CALLBACKS, LAYERS, OPTIMIZERS, Scenario } from './scenario.ts';

/** What a run comes to. */
export interface Outcome {
  /** SHA-256 of all weights. */
  readonly weights: string;
  /** The history, with what JSON cannot hold. */
  readonly history: string;
  /** What callbacks have written to files, and what one has counted. */
  readonly written: Readonly<Record<string, string>>;
}

/** What a run is given beside its scenario. */
export interface Surroundings {
  readonly create: (layers: readonly Layer[], options: { readonly seed: number }) => Sequential;
  /** For the files of callbacks. */
  readonly folder: string;
  /** Null trains without backups. */
  readonly backupDir: string | null;
  /** Come after all others. */
  readonly further?: readonly Callback[];
}

/** Trains as the scenario says, to the end, and one epoch more. */
export async function train(scenario: Scenario, around: Surroundings): Promise<Outcome> {
  const data = examples(scenario.rows);
  const model = modelOf(scenario, around.create);
  const files = new Map<string, string>();
  const own = scenario.callbacks.map((name) => CALLBACK[name](around.folder, files));
  const { saveFreq, doubleCheckpoint, deleteCheckpoint } = scenario;
  if (around.backupDir !== null) {
    const { backupDir } = around;
    const backups = { backupDir, saveFreq, doubleCheckpoint, deleteCheckpoint };
    own.splice(scenario.backupsAt, 0, callbacks.BackupAndRestore(backups));
  }
  const options = { ...optionsOf(scenario, data), callbacks: [...own, ...(around.further ?? [])] };
  const { x, y } = data;
  const { history, epoch, params } =
    scenario.data === 'arrays'
      ? await model.fit(x, y, options)
      : await model.fit(trainingData(scenario, data), options);
  // What comes after a run that was interrupted is as it would have been, too.
  await model.fit(x, y, { epochs: 1, verbose: 0 });
  return {
    weights: hashOf(model),
    history: exactly({ history, epoch, params }),
    written: Object.fromEntries(
      [...files].map(([name, path]) => [
        name,
        existsSync(path) ? readFileSync(path, 'utf8') : path,
      ]),
    ),
  };
}

function modelOf(
  { engine, threads, optimizer, layers: names }: Scenario,
  create: Surroundings['create'],
): Sequential {
  const model = create(
    [
      layers.Dense({ units: 6, activation: 'tanh' }),
      ...names.flatMap((name) => LAYER[name]()),
      layers.Dense({ units: CLASSES }),
    ],
    { seed: 3 },
  );
  model.compile({
    optimizer: OPTIMIZER[optimizer](),
    loss: losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy', metrics.SparseTopKCategoricalAccuracy({ k: 2 })],
    weightedMetrics: ['accuracy'],
    jitCompile: engine === 'compiled',
    threads,
  });
  return model;
}

function optionsOf(scenario: Scenario, data: Examples): FitOptions {
  const { initialEpoch, epochs, validationFreq, validationSteps } = scenario;
  const { batchSize, shuffle, stepsPerEpoch, weights } = scenario;
  return {
    initialEpoch,
    epochs,
    verbose: 0,
    validationFreq,
    ...(stepsPerEpoch > 0 && { stepsPerEpoch }),
    ...(validationSteps !== null && { validationSteps }),
    ...(scenario.seed !== null && { seed: scenario.seed }),
    ...(weights === 'classes' && { classWeight: { 0: 1, 1: 2.5 } }),
    ...(weights === 'samples' && { sampleWeight: lcg(7, scenario.rows) }),
    ...(scenario.data === 'arrays' && { batchSize, shuffle }),
    ...validationData(scenario, data),
  };
}

const OPTIMIZER: Readonly<Record<(typeof OPTIMIZERS)[number], () => Optimizer>> = {
  Adam: () => optimizers.Adam({ learningRate: 0.02 }),
  'Nadam, whose running product is in doubles': () => optimizers.Nadam({ learningRate: 0.02 }),
  'SGD with momentum and a schedule': () =>
    optimizers.SGD({
      momentum: 0.9,
      learningRate: optimizers.schedules.InverseTimeDecay({
        initialLearningRate: 0.1,
        decaySteps: 3,
        decayRate: 0.5,
      }),
    }),
  'Adam with a function as schedule': () =>
    optimizers.Adam({ learningRate: (step) => 0.05 / (1 + step) }),
  'RMSprop that accumulates gradients': () =>
    optimizers.RMSprop({ learningRate: 0.01, gradientAccumulationSteps: 3 }),
  'AdamW with an average that overwrites': () =>
    optimizers.AdamW({ learningRate: 0.02, useEma: true, emaOverwriteFrequency: 4 }),
  'SGD with an average': () =>
    optimizers.SGD({ learningRate: 0.1, useEma: true, emaMomentum: 0.8 }),
  'Adagrad that accumulates, averages and clips': () =>
    optimizers.Adagrad({
      learningRate: 0.1,
      gradientAccumulationSteps: 2,
      useEma: true,
      globalClipnorm: 0.5,
    }),
};

const LAYER: Readonly<Record<(typeof LAYERS)[number], () => Layer | Layer[]>> = {
  'wide enough for threads': () => [
    layers.Dense({ units: 400, activation: 'relu' }),
    layers.Dense({ units: 400, activation: 'tanh' }),
  ],
  dropout: () => layers.Dropout({ rate: 0.3 }),
  'batch normalization': () => layers.BatchNormalization(),
  noise: () => layers.GaussianNoise({ stddev: 0.1, seed: 4 }),
  frozen: () => layers.Dense({ units: 5, trainable: false }),
  l2: () => layers.Dense({ units: 4, kernelRegularizer: regularizers.L2() }),
};

type MakeCallback = (folder: string, files: Map<string, string>) => Callback;

const CALLBACK: Readonly<Record<(typeof CALLBACKS)[number], MakeCallback>> = {
  EarlyStopping: () => callbacks.EarlyStopping({ monitor: 'loss', patience: 2 }),
  'EarlyStopping that restores': () =>
    callbacks.EarlyStopping({ monitor: 'accuracy', patience: 1, restoreBestWeights: true }),
  ReduceLROnPlateau: () =>
    callbacks.ReduceLROnPlateau({ monitor: 'accuracy', patience: 1, factor: 0.5 }),
  LearningRateScheduler: () => callbacks.LearningRateScheduler((_epoch, rate) => rate * 0.9),
  CSVLogger(folder, files) {
    files.set('new.csv', join(folder, 'new.csv'));
    return callbacks.CSVLogger({ filename: join(folder, 'new.csv') });
  },
  'CSVLogger that appends'(folder, files) {
    const filename = join(folder, 'longer.csv');
    if (!existsSync(filename)) writeFileSync(filename, 'epoch,written before\n');
    files.set('longer.csv', filename);
    return callbacks.CSVLogger({ filename, append: true });
  },
  counter: (_folder, files) => counter(files),
};

/** A callback of one's own, which looks at all that can be looked at. */
function counter(files: Map<string, string>): Callback {
  let seen = { batches: 0, epochs: 0, tests: 0, lowest: Number.POSITIVE_INFINITY };
  let losses = new Float32Array(0);
  return {
    onEpochBegin() {
      seen = { ...seen, epochs: seen.epochs + 1 };
    },
    onTrainBatchEnd(_batch, { loss }, run) {
      seen = { ...seen, batches: seen.batches + 1, lowest: Math.min(seen.lowest, loss) };
      losses = Float32Array.of(...losses, loss);
      run.log('batches_seen', seen.batches);
    },
    onTestEnd() {
      seen = { ...seen, tests: seen.tests + 1 };
    },
    onTrainEnd() {
      files.set('counted', exactly({ ...seen, losses: [...losses] }));
    },
    state: () => ({ seen, losses }),
    restore(state) {
      ({ seen, losses } = state as { seen: typeof seen; losses: typeof losses });
    },
  };
}

function hashOf(model: Sequential): string {
  const hash = createHash('sha256');
  for (const { values } of model.weights) hash.update(new Uint8Array(values.buffer));
  return hash.digest('hex');
}

/** A text that differs when any number does. */
function exactly(value: unknown): string {
  return JSON.stringify(value, (_name, part) =>
    typeof part === 'number' && !Number.isFinite(part) ? String(part) : part,
  );
}

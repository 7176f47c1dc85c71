import * as fc from 'fast-check';

/** How a run is trained, as plain data: two processes can make the same run of it. */
export interface Scenario {
  readonly engine: 'compiled' | 'tfjs';
  readonly threads: 1 | 2;
  readonly optimizer: (typeof OPTIMIZERS)[number];
  readonly layers: readonly (typeof LAYERS)[number][];
  readonly data: 'arrays' | 'iterable' | 'async iterable' | 'own order' | 'generator';
  readonly rows: number;
  readonly batchSize: number;
  readonly shuffle: boolean | 'batch';
  readonly weights: 'none' | 'classes' | 'samples';
  /** Zero: an epoch is a pass. */
  readonly stepsPerEpoch: number;
  readonly validation: 'none' | 'split' | 'arrays' | 'iterable' | 'generator';
  readonly validationFreq: number | readonly number[];
  readonly validationSteps: number | null;
  readonly epochs: number;
  readonly initialEpoch: number;
  /** Of the run; the model's own seed otherwise. */
  readonly seed: number | null;
  readonly callbacks: readonly (typeof CALLBACKS)[number][];
  /** Where in the list of callbacks the backups are. */
  readonly backupsAt: number;
  readonly saveFreq: 'epoch' | number;
  readonly doubleCheckpoint: boolean;
  readonly deleteCheckpoint: boolean;
}

export const OPTIMIZERS = [
  'Adam',
  'Nadam, whose running product is in doubles',
  'SGD with momentum and a schedule',
  'Adam with a function as schedule',
  'RMSprop that accumulates gradients',
  'AdamW with an average that overwrites',
  'SGD with an average',
  'Adagrad that accumulates, averages and clips',
] as const;

export const LAYERS = [
  'wide enough for threads',
  'dropout',
  'batch normalization',
  'noise',
  'frozen',
  'l2',
] as const;

export const CALLBACKS = [
  'EarlyStopping',
  'EarlyStopping that restores',
  'ReduceLROnPlateau',
  'LearningRateScheduler',
  'CSVLogger',
  'CSVLogger that appends',
  'counter',
] as const;

/** Any of these runs. Each is a few dozen batches long. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    engine: fc.constantFrom('compiled', 'tfjs'),
    threads: fc.constantFrom(1, 2),
    optimizer: fc.constantFrom(...OPTIMIZERS),
    layers: fc.subarray([...LAYERS]),
    data: fc.constantFrom(
      'arrays',
      'arrays',
      'iterable',
      'async iterable',
      'own order',
      'generator',
    ),
    rows: fc.integer({ min: 9, max: 30 }),
    batchSize: fc.integer({ min: 3, max: 9 }),
    shuffle: fc.constantFrom<boolean | 'batch'>(true, 'batch', false),
    weights: fc.constantFrom('none', 'classes', 'samples'),
    stepsPerEpoch: fc.integer({ min: 0, max: 5 }),
    validation: fc.constantFrom('none', 'split', 'arrays', 'iterable', 'generator'),
    validationFreq: fc.constantFrom<number | number[]>(1, 2, [1, 3]),
    validationSteps: fc.constantFrom(null, 1),
    epochs: fc.integer({ min: 1, max: 6 }),
    initialEpoch: fc.constantFrom(0, 0, 2),
    seed: fc.constantFrom(null, 5),
    callbacks: fc.subarray([...CALLBACKS]),
    backupsAt: fc.integer({ min: 0, max: CALLBACKS.length }),
    saveFreq: fc.oneof(fc.constant('epoch'), fc.integer({ min: 1, max: 7 })),
    doubleCheckpoint: fc.boolean(),
    deleteCheckpoint: fc.boolean(),
  } satisfies { readonly [Name in keyof Scenario]: fc.Arbitrary<Scenario[Name]> })
  .map(thatIsAllowed);

/** The nearest that `fit` takes: some options are for arrays alone, and rates that follow a schedule cannot be set. */
function thatIsAllowed(scenario: Scenario): Scenario {
  const isArrays = scenario.data === 'arrays';
  const isScheduled = /schedule/.test(scenario.optimizer);
  const setsRate = ['ReduceLROnPlateau', 'LearningRateScheduler'];
  const steps = Math.max(1, scenario.stepsPerEpoch);
  return {
    ...scenario,
    validation: scenario.validation === 'split' && !isArrays ? 'arrays' : scenario.validation,
    weights: scenario.weights === 'samples' && !isArrays ? 'classes' : scenario.weights,
    // A generator is read once, through all epochs.
    stepsPerEpoch: scenario.data === 'generator' ? steps : scenario.stepsPerEpoch,
    epochs: scenario.initialEpoch + scenario.epochs,
    callbacks: scenario.callbacks.filter((name) => !isScheduled || !setsRate.includes(name)),
    // tfjs takes its time.
    layers: scenario.layers.filter(
      (name) => scenario.engine === 'compiled' || !/threads/.test(name),
    ),
  };
}

import { type Logs, OptionError, type Shape, seededRng, show, type Table } from '@tsuno/core';
import { type BatchSource, isBatchIterable, tableSource } from './data/batch-source.ts';
import { closing, type Keep } from './data/closing.ts';
import { sliceTable } from './data/table.ts';
import {
  type CheckedFitOptions,
  checkFitOptions,
  type FitOptions,
  verbosity,
} from './fit-options.ts';
import { foldHistory, type History } from './history.ts';
import { listeners } from './listeners.ts';
import { isIterableInput, openIterable, tableFor } from './prepare-tables.ts';
import { runEpochs, runEvaluation } from './run-epochs.ts';
import { runHandle } from './run-handle.ts';
import type { ModelState } from './state/model-state.ts';
import type { Call } from './state/turns.ts';

/** Chooses the data, then trains: `fit` of Sequential, where it is documented. */
export async function fit(
  state: ModelState,
  call: Call,
  name: string,
  x: unknown,
  y: unknown,
  givenOptions: FitOptions | undefined,
): Promise<History> {
  const options = checkFitOptions(givenOptions);
  state.definition.requireCompiled('fit');
  return closing(async (keep) => {
    const data = await state.buildingIfAccepted(() => openData(keep, state, x, y, options));
    return train(state, call, name, data, options);
  });
}

async function train(
  state: ModelState,
  call: Call,
  name: string,
  { training, validation, target }: Data,
  options: CheckedFitOptions,
): Promise<History> {
  const { definition, numbers, turns } = state;
  const seed = options.seed ?? definition.seed;
  // An evaluation that began meanwhile may be using an executor with another seed.
  while (turns.evaluation !== null) await turns.evaluation;
  const executor = state.executor(call, target, seed);
  state.tellFallback();
  const verbose = verbosity(options.verbose);
  const { run, isStopped, logged, forgetLogged } = runHandle(state, name, {
    verbose,
    epochs: options.epochs,
    steps: options.stepsPerEpoch ?? training.steps,
    seed,
  });
  // The display comes last, as in Keras: it shows what callbacks have logged.
  const progress = verbose > 0 ? [definition.environment.progress()] : [];
  const heard = listeners([...options.callbacks, ...progress], run);
  let isExhausted = false;
  const validate = async (epoch: number): Promise<Logs | null> => {
    if (validation === null || isExhausted || !isValidated(epoch, options.validationFreq))
      return null;
    const { validationSteps: steps, signal } = options;
    const logs = await turns.validating(() =>
      runEvaluation(executor, validation, heard, { steps, signal }),
    );
    if (logs === null) {
      isExhausted = true;
      console.warn(
        `fit: validationData is a generator, which can be read once, and is used up since epoch ${epoch}; the epochs from ${epoch + 1} on are not validated. Give arrays, or an object whose [Symbol.iterator] begins anew.`,
      );
    }
    return logs;
  };
  const epochs = await runEpochs({
    executor,
    source: training,
    turns,
    listeners: heard,
    initialEpoch: options.initialEpoch,
    epochs: options.epochs,
    stepsPerEpoch: options.stepsPerEpoch ?? null,
    isStopped,
    signal: options.signal,
    validate,
    onEpochDone() {
      numbers.epochsTrained += 1;
    },
    logged,
    forgetLogged,
  });
  return foldHistory(run.params, epochs);
}

interface Data {
  readonly training: BatchSource;
  readonly validation: BatchSource | null;
  readonly target: Shape;
}

async function openData(
  keep: Keep,
  state: ModelState,
  x: unknown,
  y: unknown,
  options: CheckedFitOptions,
): Promise<Data> {
  const { classWeight, sampleWeight, seed, validationData } = options;
  const { batchSize, validationSplit } = options;
  const arraysOnly = { sampleWeight, batchSize, validationSplit: validationSplit || undefined };
  if (isIterableInput('fit', x, y, arraysOnly)) {
    const { source, target } = await openIterable(keep, 'fit', state, x, { classWeight, seed });
    const validation = await openValidation(keep, state, options, null);
    return { training: source, target, validation };
  }
  const table = tableFor('fit', state, x, y, { sampleWeight, classWeight, seed });
  const isSplit = validationSplit > 0 && validationData === undefined;
  const [kept, cut] = isSplit ? split(table, validationSplit) : [table, null];
  // Class weights are for training alone.
  const held = cut && classWeight ? { ...cut, sampleWeight: null } : cut;
  const size = batchSizeFor(kept.x.size, options);
  const training = tableSource(kept, {
    batchSize: size,
    shuffle: options.shuffle,
    rng: seededRng(seed ?? state.definition.seed),
    firstPass: Math.max(options.initialEpoch, state.numbers.epochsTrained),
  });
  const validation = await openValidation(keep, state, { ...options, batchSize: size }, held);
  return { training, validation, target: table.y?.shape ?? [] };
}

/** Keras's default of 32, or what `stepsPerEpoch` asks for. */
function batchSizeFor(size: number, { batchSize, stepsPerEpoch }: CheckedFitOptions): number {
  return batchSize ?? (stepsPerEpoch === undefined ? 32 : Math.ceil(size / stepsPerEpoch));
}

/** The last examples are held back, before any shuffling. */
function split(table: Table, share: number): readonly [Table, Table] {
  const { size } = table.x;
  const at = Math.floor(size * (1 - share));
  if (at === 0 || at === size) {
    throw new OptionError(
      `fit: validationSplit ${share} of ${size} examples leaves ${at} for training and ${size - at} for validation; both need at least one.`,
    );
  }
  return [sliceTable(table, 0, at), sliceTable(table, at, size)];
}

async function openValidation(
  keep: Keep,
  state: ModelState,
  options: CheckedFitOptions,
  held: Table | null,
): Promise<BatchSource | null> {
  const { validationData, validationBatchSize, batchSize } = options;
  const inOrder = (table: Table) =>
    tableSource(table, {
      batchSize: validationBatchSize ?? batchSize ?? 32,
      shuffle: false,
      rng: seededRng(0),
    });
  if (validationData === undefined) return held && inOrder(held);
  if (isBatchIterable(validationData)) {
    return (await openIterable(keep, 'fit (validationData)', state, validationData)).source;
  }
  if (!Array.isArray(validationData) || validationData.length < 2 || validationData.length > 3) {
    throw new OptionError(
      `fit: validationData must be [x, y], [x, y, sampleWeight] or an iterable of such batches, got ${show(validationData)}.`,
    );
  }
  const [x, y, sampleWeight] = validationData;
  return inOrder(tableFor('fit (validationData)', state, x, y, { sampleWeight }));
}

function isValidated(epoch: number, frequency: number | readonly number[]): boolean {
  return typeof frequency === 'number'
    ? (epoch + 1) % frequency === 0
    : frequency.includes(epoch + 1);
}

import { type Callback, declareOptions, type Logs, option, type Run } from '@tsuno/core';
import { fileName } from './file-name.ts';
import { MONITOR, type MonitorOptions, type OwnOptionsOf, VERBOSE, watch } from './monitor.ts';
import { saveFrequency } from './save-frequency.ts';

const declared = declareOptions('ModelCheckpoint', {
  /** The file; numbers may stand in its name: `'{epoch:02d}-{val_loss:.2f}.keras'`. */
  filepath: option.text(),
  ...MONITOR,
  /** 1 says what is saved. */
  verbose: VERBOSE,
  /** Saves only when the watched value is better than ever before. */
  saveBestOnly: option.boolean(false),
  /** Saves the weights alone, `'….weights.h5'`. */
  saveWeightsOnly: option.boolean(false),
  /** `'epoch'` for the end of each epoch, or a number: after so many batches. */
  saveFreq: saveFrequency(),
  /** The watched value must be better than this one from the start. */
  initialValueThreshold: option.orNull(option.number('(-∞, ∞)')),
});

export interface ModelCheckpointOptions<Name extends string = string>
  extends OwnOptionsOf<typeof declared>,
    MonitorOptions<Name> {}

/**
 * Saves the model, or its weights, while it trains.
 *
 * In the file's name `{epoch}` (from 1), `{batch}` (from 1, where batches are counted) and the names of the logs stand for
 * their numbers, formatted as in Python: `{epoch:02d}`, `{val_loss:.2f}`, `{accuracy:.1%}`. The best value is remembered
 * from one `fit` to the next.
 *
 * @throws OptionError for options out of range; in `fit` for an ending that no format has, before the first step, and for
 *   a name in braces that is not among the logs.
 * @see https://keras.io/api/callbacks/model_checkpoint/
 * @example
 * import { callbacks } from 'tsuno';
 *
 * callbacks.ModelCheckpoint({ filepath: 'best.keras', monitor: 'val_accuracy', saveBestOnly: true });
 */
export function ModelCheckpoint<const Name extends string = 'val_loss'>(
  options: ModelCheckpointOptions<Name>,
): Callback<Name> {
  const described = declared.read(arguments);
  const { kind, config } = described;
  const { verbose, monitor, saveBestOnly, saveWeightsOnly, saveFreq } = config;
  const file = fileName(kind, config.filepath);
  const watched = watch(kind, config);

  let best: number | null = config.initialValueThreshold;
  let batches = 0;
  let epoch = 0;
  const say = (what: string) => {
    if (verbose > 0) console.log(`\nEpoch ${epoch + 1}: ${what}`);
  };
  /** Whether to save, and what is said of it; a value that is not there is no reason not to. */
  const isWorthIt = (logs: Logs, run: Run, path: string): boolean => {
    const value = saveBestOnly ? watched.valueIn(logs) : null;
    if (value === null) {
      say(`saving model to ${path}`);
      return true;
    }
    const before = best === null ? 'None' : best.toFixed(5);
    if (!watched.isBetter(value, best, 0, run)) {
      say(`${monitor} did not improve from ${before}`);
      return false;
    }
    say(`${monitor} improved from ${before} to ${value.toFixed(5)}, saving model to ${path}`);
    best = value;
    return true;
  };
  const save = async (batch: number | null, logs: Logs, run: Run) => {
    const path = file.fill(numbersIn(epoch, batch, logs));
    if (!isWorthIt(logs, run, path)) return;
    if (saveWeightsOnly) await run.model.saveWeights(path);
    else await run.model.save(path);
  };
  const atEpochEnd: Callback = { onEpochEnd: (_epoch, logs, run) => save(null, logs, run) };
  const countBatch: Callback = {
    onTrainBatchEnd(batch, logs, run) {
      batches += 1;
      if (batches < Number(saveFreq)) return;
      batches = 0;
      return save(batch, logs, run);
    },
  };
  return {
    ...described,
    ...(saveFreq === 'epoch' ? atEpochEnd : countBatch),
    async onTrainBegin(_logs, run) {
      await run.model.requireSavable(config.filepath, saveWeightsOnly ? 'weights' : 'model');
    },
    onEpochBegin(number) {
      epoch = number;
    },
    state: (): Kept => ({ best, batches, epoch, isWarned: watched.isWarned }),
    restore(state) {
      ({ best, batches, epoch, isWarned: watched.isWarned } = state as Kept);
    },
  };
}

/** What a backup has to hold of it. */
type Kept = {
  readonly best: number | null;
  readonly batches: number;
  readonly epoch: number;
  readonly isWarned: boolean;
};

/** Epochs and batches count from 1 in names. A log of that name goes before. */
function numbersIn(epoch: number, batch: number | null, logs: Logs) {
  const counts = { epoch: epoch + 1, ...(batch !== null && { batch: batch + 1 }) };
  const shown = (values: Logs, isCount: boolean) =>
    Object.entries(values).map(([name, value]) => [name, { value, isCount }] as const);
  return Object.fromEntries([...shown(counts, true), ...shown(logs, false)]);
}

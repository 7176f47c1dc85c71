import type { OptionDeclarations } from './declare-options.ts';
import type { Config } from './description.ts';
import type { Logs } from './logs.ts';
import type { OptimizerState } from './optimizer.ts';

export type { Logs } from './logs.ts';

/** What is known of a run before it starts. */
export interface RunParams {
  readonly verbose: 0 | 1 | 2;
  readonly epochs: number;
  /** Batches in an epoch; null when an iterable does not say. */
  readonly steps: number | null;
  /** The seed of this run: give it to `fit` to repeat the run. */
  readonly seed?: number;
}

/** What a callback may do to the model that is running. Weights are in Keras's order, a Float32Array each. */
export interface RunningModel {
  readonly name: string;
  /** Whether it is this model: a callback that was made for one can tell. */
  is(model: object): boolean;
  readonly weights: readonly Float32Array[];
  setWeightValues(weights: readonly Float32Array[]): void;
  /** May be set, unless the optimizer follows a schedule. */
  learningRate: number;
  /** A copy of the optimizer's iterations, learning rate and accumulators; null before compile. */
  readonly optimizerState: OptimizerState | null;
  /** What a log says when it gets better: `'down'` for the loss; undefined for names that nobody knows. */
  directionOf(log: string): 'up' | 'down' | undefined;
  /** @throws OptionError and UnsupportedError where no format is written there, before there is anything to write. */
  requireSavable(target: string | URL, holding: 'model' | 'weights'): Promise<void>;
  /** Writes the model as it is now, like the model's own `save`. */
  save(target: string | URL, options?: { readonly overwrite?: boolean }): Promise<void>;
  /** Writes its weights, like the model's own `saveWeights`. */
  saveWeights(target: string | URL, options?: { readonly overwrite?: boolean }): Promise<void>;
}

/**
 * What a callback keeps in a backup: null, true and false, text, numbers (NaN and infinities too), Float32Arrays, and
 * lists and plain objects of these.
 */
export type StateValue =
  | null
  | boolean
  | number
  | string
  | Float32Array
  | readonly StateValue[]
  | { readonly [name: string]: StateValue };

/** The run that a callback listens to. */
export interface Run {
  readonly params: RunParams;
  readonly model: RunningModel;
  /** Adds a value to the logs of the epoch that is under way, where later callbacks and the history see it. */
  log(name: string, value: number): void;
  /** Ends training after the batch or epoch that is under way; Keras's `model.stop_training = True`. */
  stop(): void;
  /** Whether `fit` is ended by its `signal`, and not because it is done. */
  readonly isAborted: boolean;
  /**
   * Has the whole run written to `place`: the model, how far the run is, and what callbacks keep. It is done when all
   * callbacks have heard of what is under way (the beginning, a batch, an epoch), and training waits for it.
   *
   * @throws StateError outside of `fit`.
   */
  backup(place: BackupPlace): void;
  /**
   * Goes on from the furthest backup at these places, once all callbacks have heard `onTrainBegin`, the only hook in which
   * it may be called. A file that is damaged counts as none where another is whole, and that is said.
   *
   * @returns where it was; null when there is none, and the run begins as it would have.
   * @throws DataError for files that are damaged or no backups; StateError for the backup of another run.
   */
  resume(...places: readonly BackupPlace[]): Promise<BackupPlace | null>;
  /** Has the backup at this place removed, if there is one, when all callbacks have heard `onTrainEnd`. */
  removeBackup(place: BackupPlace): void;
}

/** Where a backup is kept. */
export type BackupPlace = string | URL;

type Awaitable = void | Promise<void>;

/**
 * A listener to `fit`, `evaluate` and `predict`: any object with some of these functions. Epochs and batches count
 * from 0. A hook may be async; `fit` waits for it. An error that it throws ends the run and reaches the caller.
 * `predict` is synchronous, so its hooks must be too.
 *
 * What a callback counts or remembers is lost when a run is interrupted, unless it has `state` and `restore`: with them it
 * is kept in the backups of `BackupAndRestore`, and a run that is taken up again goes on as if nothing had happened.
 *
 * `Names` are the logs that it reads. A model whose metrics' names are known takes only callbacks that read those.
 *
 * @example
 * import type { Callback } from 'tsuno/core';
 *
 * const stopEarly: Callback = {
 *   onEpochEnd: (_epoch, logs, run) => {
 *     if (logs.loss < 0.05) run.stop();
 *   },
 * };
 *
 * // Stops after the third epoch that is worse than the one before it, of this run or of the part before a backup.
 * function stopOnThirdRise(): Callback {
 *   let last = Infinity;
 *   let rises = 0;
 *   return {
 *     onEpochEnd(_epoch, { loss }, run) {
 *       if (loss > last) rises += 1;
 *       last = loss;
 *       if (rises === 3) run.stop();
 *     },
 *     state: () => ({ last, rises }),
 *     restore: (state) => {
 *       ({ last, rises } = state as { last: number; rises: number });
 *     },
 *   };
 * }
 * console.assert(stopOnThirdRise().state?.() !== undefined);
 */
export interface Callback<Names extends string = string> {
  /** Which callback it is and with what options; absent in an object literal. */
  readonly kind?: string;
  readonly config?: Config;
  readonly options?: OptionDeclarations;
  onTrainBegin?(logs: Logs, run: Run): Awaitable;
  onTrainEnd?(logs: Logs<Names>, run: Run): Awaitable;
  onEpochBegin?(epoch: number, logs: Logs, run: Run): Awaitable;
  onEpochEnd?(epoch: number, logs: Logs<Names>, run: Run): Awaitable;
  onTrainBatchBegin?(batch: number, logs: Logs, run: Run): Awaitable;
  /** `logs` are the running means of the epoch so far. */
  onTrainBatchEnd?(batch: number, logs: Logs<Names>, run: Run): Awaitable;
  onTestBegin?(logs: Logs, run: Run): Awaitable;
  onTestEnd?(logs: Logs, run: Run): Awaitable;
  onTestBatchBegin?(batch: number, logs: Logs, run: Run): Awaitable;
  onTestBatchEnd?(batch: number, logs: Logs, run: Run): Awaitable;
  onPredictBegin?(logs: Logs, run: Run): void;
  onPredictEnd?(logs: Logs, run: Run): void;
  onPredictBatchBegin?(batch: number, logs: Logs, run: Run): void;
  onPredictBatchEnd?(batch: number, logs: Logs, run: Run): void;
  /** What it has to remember when a run is interrupted. Asked for with each backup. */
  state?(): StateValue;
  /** Goes on from what `state` gave, in another process as a rule. Called after all callbacks' `onTrainBegin`. */
  restore?(state: StateValue, run: Run): Awaitable;
}

/** The names of all hooks. */
export const HOOKS = [
  'onTrainBegin',
  'onTrainEnd',
  'onEpochBegin',
  'onEpochEnd',
  'onTrainBatchBegin',
  'onTrainBatchEnd',
  'onTestBegin',
  'onTestEnd',
  'onTestBatchBegin',
  'onTestBatchEnd',
  'onPredictBegin',
  'onPredictEnd',
  'onPredictBatchBegin',
  'onPredictBatchEnd',
] as const satisfies readonly Exclude<
  keyof Callback,
  'kind' | 'config' | 'options' | 'state' | 'restore'
>[];

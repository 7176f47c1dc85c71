import type { LogsState, StateValue } from '@tsuno/core';
import type { SourcePosition } from '../data/read-again.ts';
import type { Progress } from '../run-epochs.ts';
import type { NamedOptimizerState, NamedWeight } from '../snapshot.ts';

/** A run of `fit` with its model, as plain data: from it the run goes on, in another process too, to the bit. */
export interface Backup {
  readonly model: ModelBackup;
  readonly run: RunState;
}

/** A model's numbers, and what the model is: only to be compared, so that options may be functions. */
export interface ModelBackup {
  readonly definition: StateValue;
  readonly seed: number;
  readonly weights: readonly NamedWeight[];
  readonly optimizer: NamedOptimizerState;
  readonly epochsTrained: number;
}

/** All of a run that is not the model's. */
export interface RunState extends Progress {
  /** What must be the same for the run to go on. */
  readonly options: RunOptions;
  /** The seed of the order of the examples and of what layers draw. */
  readonly seed: number;
  /** What the logs of the epoch under way are computed from; null between two epochs. */
  readonly running: LogsState | null;
  /** What callbacks have logged in the epoch under way. */
  readonly logged: Readonly<Record<string, number>>;
  readonly isStopped: boolean;
  readonly data: SourcePosition;
  /** Null without validation. */
  readonly validation: ValidationProgress | null;
  /** Of the callbacks that keep something, in their order. */
  readonly callbacks: readonly CallbackState[];
}

export interface ValidationProgress {
  readonly data: SourcePosition;
  /** Whether a generator was found to be used up, and that has been said. */
  readonly isExhausted: boolean;
}

export interface CallbackState {
  /** `null` for an object literal. */
  readonly kind: string | null;
  readonly state: StateValue;
}

/** Fit's options that decide on the numbers, and the sizes of the data, by name. */
export type RunOptions = Readonly<Record<string, StateValue>>;

import {
  type Callback,
  OptionError,
  refuseUnknownOptions,
  requireInterval,
  requireOneOf,
  requireOptions,
  requireSeed,
  requireWhole,
  show,
} from '@tsuno/core';
import type { BatchIterable } from './data/batch-source.ts';
import type { ClassWeight } from './data/class-weight.ts';
import type { ArrayLikeData } from './data/to-rows.ts';
import type { Logged } from './history.ts';
import { requireCallbacks } from './listeners.ts';

/** 1 and 'auto' show a progress bar (plain lines where there is no terminal), 2 one line per epoch, 0 nothing. */
export type Verbose = 'auto' | 0 | 1 | 2;

/** `[x, y]`, `[x, y, sampleWeight]` or an iterable of such batches. */
export type ValidationData =
  | readonly [ArrayLikeData, ArrayLikeData]
  | readonly [ArrayLikeData, ArrayLikeData, ArrayLikeData]
  | BatchIterable;

/** What `fit` takes, for a model whose metrics have these names. */
export interface FitOptions<Names extends string = string> {
  /** Examples in a batch: 32 unless given. For an iterable the batches are as they come. */
  readonly batchSize?: number;
  /** The number of the epoch to stop before: with `initialEpoch: 2, epochs: 4` two epochs are trained. */
  readonly epochs?: number;
  /** What is printed: 1 and `'auto'` a progress bar, 2 one line per epoch, 0 nothing. */
  readonly verbose?: Verbose;
  /** They may read the loss, and the metrics by the names that `compile` was given. */
  readonly callbacks?: readonly Callback<Logged<Names>['name']>[];
  /** The share of the examples, from the end and before any shuffling, that is held back for validation. */
  readonly validationSplit?: number;
  /** `[x, y]`, `[x, y, sampleWeight]` or an iterable of such batches, on which each epoch is validated. */
  readonly validationData?: ValidationData;
  /** True draws a new order of all examples for each epoch, 'batch' one inside each batch. */
  readonly shuffle?: boolean | 'batch';
  /** How much an example of each class counts: `{ 0: 1, 1: 5 }`. */
  readonly classWeight?: ClassWeight;
  /** How much each example counts. */
  readonly sampleWeight?: ArrayLikeData;
  /** The number of the epoch to begin with, to go on with an earlier training. */
  readonly initialEpoch?: number;
  /** Batches in an epoch. The next epoch goes on where this one stopped. */
  readonly stepsPerEpoch?: number;
  /** Batches in a validation; all of them unless given. */
  readonly validationSteps?: number;
  /** Examples in a batch of a validation; `batchSize` unless given. */
  readonly validationBatchSize?: number;
  /** Validates every so many epochs, or after those counted here (from 1). */
  readonly validationFreq?: number | readonly number[];
  /** Seeds the order of the examples and dropout, and the weights if they are not made yet. */
  readonly seed?: number;
  /** Stops the run after the batch under way; what was learned stays. */
  readonly signal?: AbortSignal;
}

/** Fit's options with every default filled in. */
export type CheckedFitOptions = Required<Omit<FitOptions, Unset>> & Pick<FitOptions, Unset>;

type Unset =
  | 'batchSize'
  | 'validationData'
  | 'classWeight'
  | 'sampleWeight'
  | 'stepsPerEpoch'
  | 'validationSteps'
  | 'validationBatchSize'
  | 'seed'
  | 'signal';

/** @throws OptionError for unknown options and for values out of their range. */
export function checkFitOptions(options: FitOptions = {}): CheckedFitOptions {
  requireOptions('fit', options);
  const {
    batchSize,
    epochs = 1,
    verbose = 'auto',
    callbacks = [],
    validationSplit = 0,
    validationData,
    shuffle = true,
    classWeight,
    sampleWeight,
    initialEpoch = 0,
    stepsPerEpoch,
    validationSteps,
    validationBatchSize,
    validationFreq = 1,
    seed,
    signal,
    ...unknown
  } = options;
  const checked = {
    batchSize,
    epochs,
    verbose,
    callbacks,
    validationSplit,
    validationData: validationData ?? undefined,
    shuffle,
    classWeight: classWeight ?? undefined,
    sampleWeight: sampleWeight ?? undefined,
    initialEpoch,
    stepsPerEpoch,
    validationSteps,
    validationBatchSize,
    validationFreq,
    seed,
    signal: signal ?? undefined,
  };
  refuseUnknownOptions('fit', unknown, Object.keys(checked));
  requireWhole('fit', { epochs }, 1);
  requireWhole('fit', { initialEpoch }, 0);
  requireWholeIfGiven('fit', { batchSize, stepsPerEpoch, validationSteps, validationBatchSize });
  requireInterval('fit', { validationSplit }, '[0, 1)');
  requireVerbose('fit', verbose);
  requireOneOf('fit', { shuffle }, [true, false, 'batch']);
  requireCallbacks('fit', callbacks);
  if (seed !== undefined) requireSeed('fit', seed);
  if (Array.isArray(validationFreq)) {
    for (const epoch of validationFreq) requireWhole('fit', { validationFreq: epoch }, 1);
  } else requireWhole('fit', { validationFreq }, 1);
  if (signal != null && !(typeof signal === 'object' && 'aborted' in signal)) {
    throw new OptionError(`fit: signal must be an AbortSignal, got ${show(signal)}.`);
  }
  return checked;
}

export function requireWholeIfGiven(who: string, options: Readonly<Record<string, unknown>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined) requireWhole(who, { [option]: value }, 1);
  }
}

export function requireVerbose(who: string, verbose: unknown): void {
  requireOneOf(who, { verbose }, ['auto', 0, 1, 2]);
}

export function verbosity(verbose: Verbose): 0 | 1 | 2 {
  return verbose === 'auto' ? 1 : verbose;
}

import { StateError, type StateValue, show } from '@tsuno/core';
import type { ClassWeight } from '../data/class-weight.ts';
import type { FitData } from '../fit-data.ts';
import type { CheckedFitOptions } from '../fit-options.ts';
import { firstDifference } from './first-difference.ts';
import type { RunOptions } from './run-state.ts';

/** What `fit` was given, as far as the numbers depend on it. `epochs` is not among it: a run may be made longer. */
export function runOptions(
  { initialEpoch, seed, shuffle, stepsPerEpoch, classWeight, ...options }: CheckedFitOptions,
  sizes: FitData['sizes'],
): RunOptions {
  const { validationSplit, validationFreq, validationSteps } = options;
  return {
    initialEpoch,
    seed: seed ?? null,
    shuffle,
    stepsPerEpoch: stepsPerEpoch ?? null,
    classWeight: classWeight === undefined ? null : plainWeights(classWeight),
    validationSplit,
    validationFreq: typeof validationFreq === 'number' ? validationFreq : [...validationFreq],
    validationSteps: validationSteps ?? null,
    data: { ...sizes.training },
    validationData: sizes.validation && { ...sizes.validation },
  };
}

function plainWeights(weights: ClassWeight): StateValue {
  return Object.fromEntries(weights instanceof Map ? weights : Object.entries(weights));
}

/** @throws StateError when a run was begun with other options or other data. */
export function requireSameOptions(theirs: RunOptions, ours: RunOptions): void {
  const difference = firstDifference(theirs, ours);
  if (difference === null) return;
  const { path, one, other } = difference;
  throw new StateError(
    `fit: the backup is of a run with ${path} ${show(one)}, but this one has ${show(other)}. Give the same data and options, or delete the backup to begin anew.`,
  );
}

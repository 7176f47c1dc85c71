import {
  type Description,
  isDescription,
  type OptimizerState,
  type PlannedLayer,
  StateError,
  type StateValue,
  show,
} from '@tsuno/core';
import type { ChosenMetric, Compilation } from '../compilation.ts';
import { optimizerFromSnapshot, weightsFromSnapshot } from '../from-snapshot.ts';
import { namedWeights, nameState } from '../snapshot.ts';
import type { ModelState } from '../state/model-state.ts';
import { firstDifference } from './first-difference.ts';
import type { ModelBackup } from './run-state.ts';

/** A model in training as it is now. */
export function backupModel(state: ModelState): ModelBackup {
  const { definition, numbers } = state;
  const planned = definition.requirePlanned('fit');
  return {
    definition: describeModel(planned, definition.requireCompiled('fit')),
    seed: definition.seed,
    weights: namedWeights(planned, numbers.weights),
    // `fit` is under way, so there is an executor that has it.
    optimizer: nameState(planned, numbers.optimizerState as OptimizerState),
    epochsTrained: numbers.epochsTrained,
  };
}

/** @throws StateError when a backup is of another model. */
export function requireSameModel(state: ModelState, { definition, seed }: ModelBackup): void {
  const compilation = state.definition.requireCompiled('fit');
  const ours = describeModel(state.definition.requirePlanned('fit'), compilation);
  const difference =
    firstDifference(definition, ours) ??
    (state.definition.isSeedChosen && seed !== state.definition.seed
      ? { path: 'seed', one: seed, other: state.definition.seed }
      : null);
  if (difference === null) return;
  const { path, one, other } = difference;
  throw new StateError(
    `fit: the backup is of another model: its ${path} is ${show(one)}, that of this model is ${show(other)}. Train the model that the backup was made of, or delete the backup to begin anew.`,
  );
}

/** Gives a model its numbers back. */
export function restoreModel(state: ModelState, backup: ModelBackup): void {
  const { definition, numbers } = state;
  const planned = definition.requirePlanned('fit');
  const { optimizer } = definition.requireCompiled('fit');
  const weights = weightsFromSnapshot('fit', planned, backup.weights);
  const optimizerState = optimizerFromSnapshot('fit', planned, optimizer, backup.optimizer);
  numbers.weights = weights;
  numbers.optimizerState = optimizerState;
  numbers.epochsTrained = backup.epochsTrained;
  if (!definition.isSeedChosen) definition.takeSeed(backup.seed);
}

/** What decides on a model's numbers. Threads do not. */
function describeModel(planned: readonly PlannedLayer[], compilation: Compilation): StateValue {
  const { optimizer, loss, metrics, weightedMetrics, jitCompile } = compilation;
  const plain = (list: readonly ChosenMetric[]) => list.map(({ given }) => plainValue(given));
  return {
    inputShape: planned[0].input,
    layers: planned.map(({ layer, name }) => ({ name, ...plainDescription(layer) })),
    optimizer: plainDescription(optimizer),
    loss: plainDescription(loss),
    metrics: plain(metrics),
    weightedMetrics: plain(weightedMetrics),
    jitCompile,
  };
}

function plainDescription({ kind, config }: Description) {
  const options = Object.entries(config).filter(
    ([option, value]) => value !== undefined && option !== 'name',
  );
  return {
    kind,
    ...Object.fromEntries(options.map(([option, value]) => [option, plainValue(value)])),
  };
}

/** A function is told by its name, and an array of numbers by its size: more cannot be compared. */
function plainValue(value: unknown): StateValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return value;
  if (isDescription(value)) return plainDescription(value);
  if (Array.isArray(value)) return value.map(plainValue);
  return show(value);
}

import { UnsupportedError } from '@tsuno/core';
import type { Environment } from './environment.ts';
import { heldPlace } from './held-place.ts';
import { registryOf, toModelJson } from './model-json.ts';
import type { Saver } from './saver.ts';
import type { SequentialJson } from './sequential-json.ts';
import { layoutOf, namedOptimizerState, namedWeights, type SavedModel } from './snapshot.ts';
import type { ModelState } from './state/model-state.ts';

/** A model as it is now, to be written. */
export function savedModel(state: ModelState, name: string): SavedModel {
  const { definition, numbers } = state;
  const { planned, compilation } = definition;
  const optimizer = compilation?.optimizer ?? null;
  const optimizerState = optimizer && planned && numbers.optimizerState;
  return Object.freeze({
    snapshot: Object.freeze({
      definition: definitionJson(state, name),
      weights: planned === null ? [] : namedWeights(planned, numbers.restingWeights),
      optimizer: planned && namedOptimizerState(planned, optimizerState),
      epochsTrained: numbers.epochsTrained,
      randomSeed: state.randomSeed,
    }),
    layout: layoutOf(planned ?? [], optimizer),
    registry: registryOf(definition.environment),
  });
}

/** Writes a model as it is when this is called. */
export async function saveModel(
  state: ModelState,
  name: string,
  target: unknown,
  options: unknown,
): Promise<void> {
  const saved = savedModel(state, name);
  const held = heldPlace(target);
  const saver = await requireSaver('save', state.definition.environment);
  return saver.save(saved, held, options);
}

/** Writes its weights. @throws StateError before the model is built. */
export async function saveModelWeights(
  state: ModelState,
  name: string,
  target: unknown,
  options: unknown,
): Promise<void> {
  state.definition.requirePlanned('saveWeights');
  const saved = savedModel(state, name);
  const held = heldPlace(target);
  const saver = await requireSaver('saveWeights', state.definition.environment);
  return saver.saveWeights(saved, held, options);
}

/** What a model is, as JSON. */
export function definitionJson({ definition, numbers }: ModelState, name: string): SequentialJson {
  const { givenSeed: seed, layers, planned, compilation } = definition;
  const { learningRate } = numbers;
  return toModelJson({ name, seed, layers, planned, compilation, learningRate });
}

/** @throws UnsupportedError for a Sequential that was made without ways to files. */
export function requireSaver(who: string, { saving }: Environment): Promise<Saver> {
  if (saving !== undefined) return saving();
  throw new UnsupportedError(
    `${who}: this Sequential knows no files. Hand them in: defineSequential({ …, saving: () => import('@tsuno/saving') }).`,
  );
}

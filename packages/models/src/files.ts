import { requireOptions, UnsupportedError } from '@tsuno/core';
import { resolveCompilation } from './compilation.ts';
import type { Environment } from './environment.ts';
import {
  fromModelJson,
  type RevivedModel,
  type ReviveOptions,
  registryOf,
  toModelJson,
} from './model-json.ts';
import { planLayers } from './plan-layers.ts';
import type { Saver } from './saver.ts';
import type { SequentialJson } from './sequential-json.ts';
import {
  layoutOf,
  type ModelSnapshot,
  namedOptimizerState,
  namedWeights,
  optimizerFromSnapshot,
  type SavedModel,
  weightsFromSnapshot,
} from './snapshot.ts';
import type { ModelState, Restored } from './state/model-state.ts';

/** A model as it is now, to be written. */
export function savedModel(state: ModelState, name: string): SavedModel {
  const { definition, numbers } = state;
  const { planned, compilation } = definition;
  const optimizer = compilation?.optimizer ?? null;
  const optimizerState = optimizer && planned && numbers.optimizerState;
  return Object.freeze({
    snapshot: Object.freeze({
      definition: definitionJson(state, name),
      weights: planned === null ? [] : namedWeights(planned, numbers.weights),
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
  const saver = await requireSaver('save', state.definition.environment);
  return saver.save(saved, target, options);
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
  const saver = await requireSaver('saveWeights', state.definition.environment);
  return saver.saveWeights(saved, target, options);
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

/** What a model is made of that goes on where `source` ends. */
export async function openModel(
  who: string,
  environment: Environment,
  source: unknown,
  options: ReviveOptions = {},
): Promise<{ readonly revived: RevivedModel; readonly restored: Restored }> {
  requireOptions(who, options, '{ custom: { MyLayer } }');
  const { custom } = options;
  const saver = await requireSaver(who, environment);
  const parts = (definition: SequentialJson) => {
    const revived = fromModelJson(who, environment, definition, { custom });
    const { layers, inputShape, compileOptions } = revived;
    return {
      revived,
      layers,
      planned: inputShape === null ? null : planLayers(layers, inputShape),
      compilation: compileOptions && resolveCompilation(environment, compileOptions),
    };
  };
  const snapshot = await saver.load(source, options, {
    registry: registryOf(environment, custom),
    layoutOf(definition) {
      const { planned, compilation } = parts(definition);
      return layoutOf(planned ?? [], compilation?.optimizer ?? null);
    },
  });
  const { revived, ...made } = parts(snapshot.definition);
  return { revived, restored: { ...made, ...numbersOf(who, made, snapshot) } };
}

function numbersOf(
  who: string,
  { planned, compilation }: Pick<Restored, 'planned' | 'compilation'>,
  { weights, optimizer, epochsTrained, randomSeed }: ModelSnapshot,
) {
  const hasState = optimizer !== null && planned !== null && compilation !== null;
  return {
    weights: weightsFromSnapshot(who, planned ?? [], weights),
    optimizerState: hasState
      ? optimizerFromSnapshot(who, planned, compilation.optimizer, optimizer)
      : null,
    epochsTrained,
    randomSeed,
  };
}

/** Sets the weights that `source` holds, and the optimizer's state where it does. */
export async function loadWeights(
  state: ModelState,
  name: string,
  source: unknown,
  options: unknown,
): Promise<void> {
  state.definition.requirePlanned('loadWeights');
  const saver = await requireSaver('loadWeights', state.definition.environment);
  const loaded = await saver.loadWeights(source, options, savedModel(state, name));
  // While the file was read, the model may have been changed.
  const { weights, optimizerState } = numbersOf('loadWeights', state.definition, loaded);
  state.numbers.weights = weights;
  if (optimizerState !== null) state.numbers.optimizerState = optimizerState;
}

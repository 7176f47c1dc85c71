/** Models from files: loaded with the first one that is opened, so that a page which opens none is not sent it. */

import { requireOptions } from '@tsuno/core';
import { resolveCompilation } from './compilation.ts';
import type { Environment } from './environment.ts';
import { requireSaver, savedModel } from './files.ts';
import { forThisPlace, requireQuickPatterns, tellThisPlace } from './from-files.ts';
import { optimizerFromSnapshot, weightsFromSnapshot } from './from-snapshot.ts';
import {
  fromModelJson,
  type RevivedModel,
  type ReviveOptions,
  registryOf,
  requireCustom,
} from './model-json.ts';
import { planLayers } from './plan-layers.ts';
import type { SequentialJson } from './sequential-json.ts';
import { layoutOf, type ModelSnapshot } from './snapshot.ts';
import type { ModelState, Restored } from './state/model-state.ts';

/** What a model is made of that goes on where `source` ends. */
export async function openModel(
  who: string,
  environment: Environment,
  source: unknown,
  options: ReviveOptions = {},
): Promise<{ readonly revived: RevivedModel; readonly restored: Restored }> {
  requireOptions(who, options, '{ custom: { MyLayer } }');
  const { custom = {} } = options;
  requireCustom(who, custom);
  const saver = await requireSaver(who, environment);
  const parts = (definition: SequentialJson) => {
    requireQuickPatterns(who, definition);
    const revived = fromModelJson(who, environment, forThisPlace(definition), { custom });
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
  tellThisPlace(who, snapshot.definition);
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

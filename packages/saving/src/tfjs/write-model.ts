import { StateError } from '@tsuno/core';
import type { NamedOptimizerState, SavedModel } from '@tsuno/models';
import { crc32Text } from '../numbers/crc32.ts';
import type { NamedBytes } from '../places/place.ts';
import { trainedWeights, writeOptimizerTensors, writtenAsTheyAre } from './optimizer-tensors.ts';
import { sharedOptimizer } from './optimizers.ts';
import { GENERATED_BY, type OwnPart, sealed } from './own-part.ts';
import { tellLost, type Writing } from './reasons.ts';
import { writeShards } from './shards.ts';
import { writeLayers } from './write-layers.ts';
import { bytesOfTensor, specOf, type WrittenTensor } from './write-tensors.ts';
import { writeTraining } from './write-training.ts';

/** The whole model: `model.json` as tfjs-layers 4.22 writes and reads it, the files of its weights, and our own part. */
export function writeModel(who: string, saved: SavedModel, fileName: string): NamedBytes[] {
  const { snapshot, layout } = saved;
  const { config, compileConfig } = snapshot.definition;
  if (config.inputShape === null) {
    throw new StateError(
      `${who}: ${fileName}: TensorFlow.js needs the shape of the inputs. Call build or fit first.`,
    );
  }
  const writing: Writing = { who, fileName, lost: [] };
  const layers = writeLayers(writing, config.layers, config.inputShape);
  const training = compileConfig && writeTraining(writing, compileConfig);
  const state = snapshot.optimizer;
  const optimizer = compileConfig && training && compileConfig.optimizer;
  if (optimizer && state && !sharedOptimizer(optimizer.kind, optimizer.config)?.isKept) {
    writing.lost.push(
      `it begins with empty accumulators, because it keeps none of ${optimizer.kind}`,
    );
  }
  tellLost(writing);
  const group = (tensors: readonly WrittenTensor[], label: string) => {
    const shards = writeShards(fileName, label, tensors.map(bytesOfTensor));
    const paths = shards.map(({ name }) => name);
    return { shards, manifest: [{ paths, weights: tensors.map(specOf) }] };
  };
  const theirs = group(
    [
      ...snapshot.weights.map(({ path: name, shape, values }) => ({ name, shape, values })),
      ...(optimizer ? writeOptimizerTensors(optimizer, state, layout) : []),
    ],
    'group1',
  );
  const asTheyAre = optimizer ? writtenAsTheyAre(optimizer) : new Map<string, string>();
  const ours = group(
    state === null ? [] : slotTensors(state, saved).filter(({ slot }) => !asTheyAre.has(slot)),
    'optimizer',
  );
  const { slots: _, ...progress } = state ?? { slots: null };
  const shards = [...theirs.shards, ...ours.shards];
  const own: OwnPart = {
    crc32: '',
    files: Object.fromEntries(shards.map(({ name, bytes }) => [name, crc32Text(bytes)])),
    definition: snapshot.definition,
    epochsTrained: snapshot.epochsTrained,
    randomSeed: snapshot.randomSeed,
    optimizer: state && (progress as Omit<NamedOptimizerState, 'slots'>),
    slotsManifest: ours.manifest,
  };
  const json = sealed({
    format: 'layers-model',
    generatedBy: GENERATED_BY,
    convertedBy: null,
    modelTopology: {
      class_name: 'Sequential',
      config: { name: config.name, layers },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    ...(training && { trainingConfig: training }),
    weightsManifest: theirs.manifest,
    userDefinedMetadata: { tsuno: own },
  });
  return [{ name: fileName, bytes: new TextEncoder().encode(JSON.stringify(json)) }, ...shards];
}

/** Each accumulator under its weight's path and its own name. */
function slotTensors({ slots }: NamedOptimizerState, { layout }: SavedModel) {
  return trainedWeights(layout).flatMap(({ path, shape }) =>
    Object.entries(slots[path]).map(([slot, values]) => ({
      name: `${path}/${slot}`,
      shape,
      values,
      slot,
    })),
  );
}

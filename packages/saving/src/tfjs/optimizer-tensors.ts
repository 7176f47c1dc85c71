import { allSlots, DataError, type DescriptionJson, sameShape } from '@tsuno/core';
import type { ModelLayout, ModelSnapshot, NamedOptimizerState, WeightLayout } from '@tsuno/models';
import type { Reading } from '../format.ts';
import { progressAfter } from '../hdf5/rebuilt-progress.ts';
import type { ManifestTensor } from './manifest.ts';
import { sharedOptimizer } from './optimizers.ts';
import type { WrittenTensor } from './write-tensors.ts';

type Slots = NamedOptimizerState['slots'];

/** The weights that have accumulators, in the order in which both number them. */
export function trainedWeights({ layers }: ModelLayout): readonly WeightLayout[] {
  return layers.flatMap(({ weights }) => weights).filter(({ trainable }) => trainable);
}

/** An optimizer's state as TensorFlow.js keeps it: the number of steps, then one accumulator after the other. */
export function writeOptimizerTensors(
  { kind, config }: DescriptionJson,
  state: ModelSnapshot['optimizer'],
  layout: ModelLayout,
): readonly WrittenTensor[] {
  const shared = sharedOptimizer(kind, config);
  // Nor can it be told of the steps then.
  if (!shared?.isKept) return [];
  const iterations = {
    name: 'iter',
    shape: [],
    values: Int32Array.of(state?.iterations ?? 0),
    isOptimizer: true,
  };
  if (state === null) return [iterations];
  const accumulators = shared.slots.flatMap(({ slot, name, factor }) =>
    trainedWeights(layout).map(({ path, shape }): WrittenTensor => {
      // Without momentum there is no such accumulator here, and no use for it there.
      const own = state.slots[path][slot] ?? new Float32Array(state.slots[path].velocity.length);
      const by = factor?.(config);
      const values = by === undefined ? own : own.map((value) => value * by);
      return { name: `${path}/${name}`, shape, values, isOptimizer: true };
    }),
  );
  return [iterations, ...accumulators];
}

/** The accumulators that stand among TensorFlow.js's as they are; all others we write again. */
export function writtenAsTheyAre({ kind, config }: DescriptionJson): ReadonlyMap<string, string> {
  const shared = sharedOptimizer(kind, config);
  const slots = (shared?.isKept && shared.slots) || [];
  return new Map(slots.filter(({ factor }) => !factor).map(({ slot, name }) => [slot, name]));
}

/**
 * The state that TensorFlow.js has left; null where the file holds none, or no step was made.
 *
 * @throws DataError for accumulators that are not the model's.
 */
export function readOptimizerTensors(
  { who, source }: Reading,
  tensors: readonly ManifestTensor[],
  layout: ModelLayout,
): NamedOptimizerState | null {
  const { optimizer } = layout;
  if (optimizer === null || tensors.length === 0) return null;
  const [{ values }, ...accumulators] = tensors;
  const [iterations] = values;
  if (values.length !== 1 || !Number.isSafeInteger(iterations) || iterations < 0) {
    throw new DataError(
      `${who}: the optimizer in ${source.name} has made ${iterations} steps, expected a whole number.`,
    );
  }
  const shared = sharedOptimizer(optimizer.kind, optimizer.config);
  if (iterations === 0 || !shared?.isKept) return null;
  const trained = trainedWeights(layout);
  if (accumulators.length !== trained.length * shared.slots.length) {
    throw new DataError(
      `${who}: the optimizer in ${source.name} has ${accumulators.length} accumulators, but ${optimizer.kind} has ${shared.slots.length} for each of ${trained.length} weights.`,
    );
  }
  const names = Object.keys(allSlots(optimizer));
  const own = (path: string, shape: readonly number[], index: number) =>
    shared.slots.flatMap(({ slot, factor }, row) => {
      const found = accumulators[row * trained.length + index];
      if (!sameShape(found.shape, shape)) {
        throw new DataError(
          `${who}: the accumulator ${slot} of ${path} in ${source.name} has the shape [${found.shape.join(', ')}].`,
        );
      }
      const by = factor?.(optimizer.config) ?? 1;
      const is = by === 1 ? found.values : found.values.map((value) => value / by);
      return names.includes(slot) ? [[slot, is] as const] : [];
    });
  const slots: Slots = Object.fromEntries(
    trained.map(({ path, shape }, index) => [path, Object.fromEntries(own(path, shape, index))]),
  );
  return { ...progressAfter(optimizer, iterations, null), slots };
}

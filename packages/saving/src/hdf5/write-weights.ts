import { allSlots, type Optimizer, sizeOf, snakeCase } from '@tsuno/core';
import type { ModelSnapshot, SavedModel, WeightLayout } from '@tsuno/models';
import { layerGroups } from './layer-groups.ts';
import { keptProduct, optimizerVariables, trainedWeights } from './optimizer-variables.ts';
import { progressAfter } from './rebuilt-progress.ts';
import {
  type Hdf5Variable,
  type RootAttributes,
  type VariablesGroup,
  writeHdf5,
} from './write-hdf5.ts';

/** A model's weights and its optimizer's state as Keras's `model.weights.h5`. */
export function writeWeights(
  { snapshot, layout }: SavedModel,
  attributes: RootAttributes = {},
): Promise<Uint8Array> {
  const values = new Map(snapshot.weights.map((weight) => [weight.path, weight.values]));
  const groups = layerGroups(layout.layers.map(({ kind }) => kind));
  const written: readonly VariablesGroup[] = [
    ...layout.layers.map(
      ({ name, weights }, index): VariablesGroup => ({
        path: groups[index],
        name,
        variables: weights.map(({ path, shape }) => ({
          shape,
          values: values.get(path) as Float32Array,
        })),
      }),
    ),
    ...(layout.optimizer === null
      ? []
      : [
          {
            path: 'optimizer/vars',
            name: snakeCase(layout.optimizer.kind),
            variables: optimizerValues(layout.optimizer, trainedWeights(layout), snapshot),
          },
        ]),
    { path: 'vars', name: snapshot.definition.config.name, variables: [] },
  ];
  return writeHdf5(written, attributes);
}

/** The optimizer's variables; where it has not begun, those that it begins with, which Keras takes without a warning. */
function optimizerValues(
  optimizer: Optimizer,
  weights: readonly WeightLayout[],
  { optimizer: state, definition }: ModelSnapshot,
): readonly Hdf5Variable[] {
  const starts = allSlots(optimizer);
  const rate = definition.compileConfig?.optimizer.config.learningRate;
  const begun = state ?? progressAfter(optimizer, 0, typeof rate === 'number' ? rate : null);
  const one = (value: number): Hdf5Variable => ({ shape: [], values: Float32Array.of(value) });
  return optimizerVariables(optimizer, weights).map((variable): Hdf5Variable => {
    if (variable.is === 'iteration') return { shape: [], values: Int32Array.of(begun.calls) };
    if (variable.is === 'learningRate') return one(begun.learningRate);
    if (variable.is === 'slot') {
      const { path, slot, shape } = variable;
      const start = () => new Float32Array(sizeOf(shape)).fill(starts[slot]);
      return { shape, values: state?.slots[path][slot] ?? start() };
    }
    return one(begun.products[keptProduct(optimizer) as string]);
  });
}

import { DataError, ShapeError, sameShape, showShape } from '@tsuno/core';
import type { LayerLayout, ModelSnapshot, NamedWeight, SavedModel } from '@tsuno/models';
import type { FileLayer, FileWeights, Reading } from './format.ts';

interface Matching {
  readonly byName: boolean;
  readonly skipMismatch: boolean;
}

/**
 * The model with a file's weights: layer by layer in order, as Keras does, or by the layers' names.
 *
 * @throws DataError for other layers than the model's; ShapeError for other shapes. With `skipMismatch` such layers keep
 *   what they have.
 */
export function matchWeights(
  { who, source }: Reading,
  { snapshot, layout }: SavedModel,
  file: FileWeights,
  { byName, skipMismatch }: Matching,
): ModelSnapshot {
  const wanted = layout.layers.filter(({ weights }) => weights.length > 0);
  const given = file.layers.filter(({ weights }) => weights.length > 0);
  if (!byName && !skipMismatch && wanted.length !== given.length) {
    throw new DataError(
      `${who}: the model has ${wanted.length} layers with weights, but ${source.name} holds ${given.length} (${given.map(({ name }) => name).join(', ')}). With { byName: true } layers of the same name are taken.`,
    );
  }
  const skipped: string[] = [];
  const taken = new Map<string, Float32Array>();
  for (const [index, layer] of wanted.entries()) {
    const own = byName ? given.find(({ name }) => name === layer.name) : given[index];
    if (own === undefined && byName) continue;
    const mismatch = own === undefined ? `${source.name} has no such layer` : differs(layer, own);
    if (mismatch === null) {
      const values = (own as FileLayer).weights;
      for (const [order, { path }] of layer.weights.entries())
        taken.set(path, values[order].values);
    } else if (skipMismatch) skipped.push(`${layer.name} (${mismatch})`);
    else throw new ShapeError(`${who}: layer "${layer.name}": ${mismatch}.`);
  }
  if (taken.size === 0 && wanted.length > 0) {
    throw new DataError(
      `${who}: ${source.name} holds no weights for this model: its layers are ${given.map(({ name }) => name).join(', ')}, the model's ${wanted.map(({ name }) => name).join(', ')}.`,
    );
  }
  if (skipped.length > 0) {
    console.warn(`${who}: these layers keep their weights: ${skipped.join('; ')}.`);
  }
  const isWhole = taken.size === snapshot.weights.length;
  return {
    ...snapshot,
    weights: snapshot.weights.map(
      (weight): NamedWeight => ({ ...weight, values: taken.get(weight.path) ?? weight.values }),
    ),
    optimizer: (isWhole ? file.optimizer : null) ?? snapshot.optimizer,
  };
}

/** What differs, in words; null when the file's layer fits. */
function differs({ weights }: LayerLayout, file: FileLayer): string | null {
  const shown = (shapes: readonly { readonly shape: readonly number[] }[]) =>
    shapes.map(({ shape }) => showShape(shape)).join(', ');
  const fits =
    weights.length === file.weights.length &&
    weights.every(({ shape }, index) => sameShape(shape, file.weights[index].shape));
  return fits
    ? null
    : `its weights are ${shown(weights)}, those of the file ${shown(file.weights)}`;
}

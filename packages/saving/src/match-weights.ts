import { DataError, ShapeError, sameShape, showShape } from '@tsuno/core';
import type { LayerLayout, ModelSnapshot, NamedWeight, SavedModel } from '@tsuno/models';
import { briefList } from './brief.ts';
import type { FileLayer, FileWeight, FileWeights, Reading } from './format.ts';

interface Matching {
  readonly byName: boolean;
  readonly skipMismatch: boolean;
}

/**
 * The model with a file's weights: layer by layer in order, as Keras does, or by the layers' names where these are asked
 * for or are all that the file has. In a layer, weights go by their names where the file has these, and else by order.
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
  const names = (layers: readonly { readonly name: string }[]) =>
    briefList(layers.map(({ name }) => name));
  const inOrder = file.isAligned
    ? layout.layers.flatMap(({ weights }, index) =>
        weights.length > 0 ? [file.layers[index]] : [],
      )
    : given;
  if (!byName && !skipMismatch && wanted.length !== given.length) {
    throw new DataError(
      `${who}: the model has ${wanted.length} layers with weights, but ${source.name} holds ${given.length} (${names(given)}). With { byName: true } layers of the same name are taken.`,
    );
  }
  const goesByName = byName || !file.isOrdered;
  const named = new Map(given.map((layer) => [layer.name, layer]));
  const skipped: string[] = [];
  const taken = new Map<string, Float32Array>();
  for (const [index, layer] of wanted.entries()) {
    const own = goesByName ? named.get(layer.name) : inOrder[index];
    if (own === undefined && byName) continue;
    const isThere = own !== undefined && own.weights.length > 0;
    const found = isThere ? pair(layer, own, file) : `${source.name} has no such layer`;
    if (typeof found !== 'string') {
      for (const [order, { path }] of layer.weights.entries()) {
        taken.set(path, found[order].values);
      }
    } else if (skipMismatch) skipped.push(`${layer.name} (${found})`);
    else if (!isThere) {
      throw new DataError(
        `${who}: layer "${layer.name}": ${found}; it has ${names(given)}. With { byName: true } the layers that it has are taken.`,
      );
    } else throw new ShapeError(`${who}: layer "${layer.name}": ${found}.`);
  }
  if (taken.size === 0 && wanted.length > 0) {
    throw new DataError(
      `${who}: ${source.name} holds no weights for this model: its layers are ${names(given)}, the model's ${names(wanted)}.`,
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

/** The file's weights as the layer's follow each other; what differs, in words, when they are others. */
function pair(
  { weights }: LayerLayout,
  own: FileLayer,
  { isOrdered }: FileWeights,
): readonly FileWeight[] | string {
  const named = weights.map(({ name }) => own.weights.find((weight) => weight.name === name));
  const paired = isOrdered && named.includes(undefined) ? own.weights : named;
  const fits =
    weights.length === own.weights.length &&
    weights.every(({ shape }, index) => sameShape(shape, paired[index]?.shape ?? [Number.NaN]));
  return fits
    ? (paired as readonly FileWeight[])
    : `its weights are ${showWeights(weights)}, those of the file ${showWeights(own.weights)}`;
}

function showWeights(weights: readonly Pick<FileWeight, 'name' | 'shape'>[]): string {
  return briefList(weights.map(({ name, shape }) => `${name ?? ''}${showShape(shape)}`));
}

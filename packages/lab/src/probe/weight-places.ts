import { isTrained, OptionError, show, sizeOf } from '@tsuno/core';
import { subscript } from '../explain/letters.ts';
import type { Model } from '../model.ts';

/** A weight of a model and where its numbers are. */
export interface WeightPlace {
  readonly layer: string;
  readonly weight: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** Its index among all weights. */
  readonly at: number;
  /** Its index among the trainable ones, as in an optimizer's state; null when it is frozen. */
  readonly trainedAt: number | null;
}

/** The weights of a built model, in Keras's order. */
export function weightPlaces(model: Model): readonly WeightPlace[] {
  let trained = 0;
  return model.layers
    .flatMap(({ name, layer, inputShape }) =>
      layer.plan(inputShape.slice(1) as number[], `layer ${show(name)}`).weights.map((spec) => ({
        layer: name,
        weight: spec.name,
        shape: spec.shape,
        isOne: isTrained(layer, spec),
      })),
    )
    .map(({ isOne, ...place }, at) => ({
      ...place,
      at,
      size: sizeOf(place.shape),
      trainedAt: isOne ? trained++ : null,
    }));
}

/** One number of a model: `{ layer: 'dense', weight: 'kernel', index: [0, 3] }`. */
export interface ParameterName {
  /** Its name, or its index from 0. */
  readonly layer: string | number;
  readonly weight?: string;
  /** A row and a column for a kernel, one number for a bias. */
  readonly index: readonly number[];
}

/** A number of a model, found. */
export interface Parameter {
  readonly label: string;
  readonly place: WeightPlace;
  /** Its position among the numbers of its weight. */
  readonly offset: number;
}

/**
 * @throws OptionError for a layer, weight or index that there is not, and for one that is not trained.
 */
export function findParameter(
  who: string,
  model: Model,
  places: readonly WeightPlace[],
  { layer, weight = 'kernel', index }: ParameterName,
): Parameter {
  const { name } = model.getLayer(layer);
  const place = places.find((each) => each.layer === name && each.weight === weight);
  if (place === undefined || place.trainedAt === null) {
    const trained = places.filter(({ trainedAt }) => trainedAt !== null);
    throw new OptionError(
      `${who}: there is no trained weight ${show(`${name}/${weight}`)}. Trained are ${trained.map((each) => show(`${each.layer}/${each.weight}`)).join(', ')}.`,
    );
  }
  const { shape } = place;
  const fits =
    Array.isArray(index) &&
    index.length === shape.length &&
    index.every((i, axis) => Number.isInteger(i) && i >= 0 && i < shape[axis]);
  if (!fits) {
    throw new OptionError(
      `${who}: index must be a place in ${name}/${weight}, whose shape is [${shape.join(', ')}], got ${show(index)}.`,
    );
  }
  const offset = index.reduce((sum, i, axis) => sum * shape[axis] + i, 0);
  return { place, offset, label: labelOf(places, place, offset, index) };
}

/** Every number of every trained weight. */
export function allParameters(places: readonly WeightPlace[]): readonly Parameter[] {
  return places
    .filter(({ trainedAt }) => trainedAt !== null)
    .flatMap((place) =>
      Array.from({ length: place.size }, (_, offset) => ({
        place,
        offset,
        label: labelOf(places, place, offset, indexAt(place.shape, offset)),
      })),
    );
}

/** For one unit the lecture's names, w₁ … w₁₀ and b; `dense/kernel[0, 3]` otherwise. */
function labelOf(
  places: readonly WeightPlace[],
  { layer, weight, shape }: WeightPlace,
  offset: number,
  index: readonly number[],
): string {
  const isOneUnit = places.length <= 2 && places.every((place) => place.shape.at(-1) === 1);
  if (!isOneUnit) return `${layer}/${weight}[${index.join(', ')}]`;
  return weight === 'bias' ? 'b' : `w${subscript(shape.length === 1 ? index[0] + 1 : offset + 1)}`;
}

function indexAt(shape: readonly number[], offset: number): readonly number[] {
  let rest = offset;
  return [...shape]
    .reverse()
    .map((size) => {
      const index = rest % size;
      rest = Math.floor(rest / size);
      return index;
    })
    .reverse();
}

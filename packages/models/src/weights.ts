import {
  isTrained,
  type PlannedLayer,
  ShapeError,
  sameShape,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { type ArrayLikeData, isNumericArray, toRows } from './data/to-rows.ts';

/** A weight as `setWeights` takes it: a tensor, nested lists, or its numbers row by row in a typed array. */
export type WeightValue = ArrayLikeData;

interface Place {
  readonly who: string;
  readonly shape: readonly number[];
}

/** Where the weights of these layers are, in Keras's order. */
export function weightPlaces(layers: readonly PlannedLayer[]): readonly Place[] {
  return layers.flatMap(({ name, weights }) =>
    weights.map((spec) => ({ who: `${name}/${spec.name}`, shape: spec.shape })),
  );
}

/** New tensors, the caller's to dispose of. */
export function toTensors(
  layers: readonly PlannedLayer[],
  values: readonly Float32Array[],
): tf.Tensor[] {
  return weightPlaces(layers).map(({ shape }, index) =>
    tf.tensor(values[index], [...shape], 'float32'),
  );
}

/** The same for values of the trained weights alone. */
export function toTrainedTensors(
  layers: readonly PlannedLayer[],
  values: readonly Float32Array[],
): tf.Tensor[] {
  const shapes = layers.flatMap(({ layer, weights }) =>
    weights.filter((spec) => isTrained(layer, spec)).map(({ shape }) => shape),
  );
  return shapes.map((shape, index) => tf.tensor(values[index], [...shape], 'float32'));
}

/** @throws ShapeError for a wrong number of weights or a wrong shape; nothing is set then. */
export function fromGiven(layers: readonly PlannedLayer[], given: unknown): Float32Array[] {
  const places = weightPlaces(layers);
  if (!Array.isArray(given) || given.length !== places.length) {
    const got = Array.isArray(given) ? `${given.length}` : typeof given;
    throw new ShapeError(
      `setWeights: expected a list of ${places.length} weights (${places.map(({ who, shape }) => `${who} ${showShape(shape)}`).join(', ')}), got ${got}.`,
    );
  }
  return given.map((weight, index) => valuesOf(places[index], weight));
}

function valuesOf({ who, shape }: Place, given: unknown): Float32Array {
  if (isNumericArray(given) && given.length === sizeOf(shape)) return Float32Array.from(given);
  const { values, shape: row, size } = toRows('setWeights', who, given);
  if (!sameShape([size, ...row], shape)) {
    throw new ShapeError(
      `setWeights: ${who} has the shape ${showShape(shape)}, got ${showShape([size, ...row])}.`,
    );
  }
  return Float32Array.from(values);
}

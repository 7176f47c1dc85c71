import {
  isTrained,
  type PlannedLayer,
  ShapeError,
  sameShape,
  show,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { type ArrayLikeData, isNumericArray, toRows } from './data/to-rows.ts';

/** A weight as `setWeights` takes it: a tensor, nested lists (a number where the shape is []), or its numbers row by row in a typed array. */
export type WeightValue = ArrayLikeData | number;

interface Place {
  /** `dense/kernel` */
  readonly path: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
}

/** Where the weights of these layers are, in Keras's order. */
export function weightPlaces(layers: readonly PlannedLayer[]): readonly Place[] {
  return layers.flatMap(({ layer, name, weights }) =>
    weights.map((spec) => ({
      path: `${name}/${spec.name}`,
      shape: spec.shape,
      trainable: isTrained(layer, spec),
    })),
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
  const trained = weightPlaces(layers).filter(({ trainable }) => trainable);
  return trained.map(({ shape }, index) => tf.tensor(values[index], [...shape], 'float32'));
}

/** @throws ShapeError for a wrong number of weights or a wrong shape; nothing is set then. */
export function fromGiven(
  who: string,
  layers: readonly PlannedLayer[],
  given: unknown,
): Float32Array[] {
  const places = weightPlaces(layers);
  if (!Array.isArray(given) || given.length !== places.length) {
    const got = Array.isArray(given) ? `${given.length}` : show(given);
    const list = places.map(({ path, shape }) => `${path} ${showShape(shape)}`).join(', ');
    throw new ShapeError(
      `${who}: expected a list of ${places.length} weights (${list}), got ${got}.`,
    );
  }
  return places.map((place, index) => valuesOf(who, place, given[index]));
}

function valuesOf(who: string, { path, shape }: Place, given: unknown): Float32Array {
  if (isNumericArray(given) && given.length === sizeOf(shape)) return Float32Array.from(given);
  const { values, shape: actual } = shapedValues(who, path, given);
  if (!sameShape(actual, shape)) {
    throw new ShapeError(
      `${who}: ${path} has the shape ${showShape(shape)}, got ${showShape(actual)}.`,
    );
  }
  return Float32Array.from(values);
}

/** A single number has the shape []. */
function shapedValues(who: string, path: string, given: unknown) {
  if (typeof given === 'number') return { values: [given], shape: [] };
  if (given instanceof tf.Tensor && given.rank === 0 && !given.isDisposed) {
    return { values: given.dataSync<'float32'>(), shape: [] };
  }
  const { values, shape, size } = toRows(who, path, given);
  return { values, shape: [size, ...shape] };
}

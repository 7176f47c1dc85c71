import { isTrained, type Layer, type PlannedLayer, sizeOf } from '@tsuno/core';
import type * as tf from '@tsuno/core/tf';
import type { WeightValue } from './weights.ts';

/** A layer in its model, with its weights. */
export interface LayerHandle {
  readonly name: string;
  /** The description it was made from. */
  readonly layer: Layer;
  readonly trainable: boolean;
  /** With the batch in front: `[null, 784]`. */
  readonly inputShape: readonly (number | null)[];
  readonly outputShape: readonly (number | null)[];
  countParams(): number;
  /** Kernel, then bias: copies, yours to dispose of. */
  getWeights(): tf.Tensor[];
  /** @throws ShapeError for a wrong number of weights or a wrong shape. */
  setWeights(weights: readonly WeightValue[]): void;
}

export function layerHandle(
  planned: PlannedLayer,
  access: Pick<LayerHandle, 'getWeights' | 'setWeights'>,
): LayerHandle {
  return Object.freeze({
    name: planned.name,
    layer: planned.layer,
    trainable: planned.layer.trainable,
    inputShape: [null, ...planned.input],
    outputShape: [null, ...planned.output],
    countParams: () => countWeights([planned]),
    ...access,
  });
}

/** How many of them are trained. */
export function countTrained(layers: readonly PlannedLayer[]): number {
  return layers
    .flatMap(({ layer, weights }) => weights.filter((spec) => isTrained(layer, spec)))
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** How many numbers the weights of these layers hold. */
export function countWeights(layers: readonly PlannedLayer[]): number {
  return layers
    .flatMap(({ weights }) => weights)
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

import { OptionError, StateError } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import type { ArrayLikeData } from '@tsuno/models';
import type { Model } from '../model.ts';
import { type WeightPlace, weightPlaces } from '../probe/weight-places.ts';

/** The gradient of the loss with respect to a weight. */
export interface WeightGradient {
  readonly place: WeightPlace;
  readonly values: Float32Array;
}

/** The gradients of the loss over these examples as one batch, weight by weight. Nothing of the model changes. */
export function gradientsOf(
  who: string,
  model: Model,
  x: ArrayLikeData,
  y: ArrayLikeData,
): readonly WeightGradient[] {
  if (!model.built) throw new StateError(`${who}: the model is not built. Build or fit it first.`);
  const trained = weightPlaces(model).filter(({ trainedAt }) => trainedAt !== null);
  if (trained.length === 0) throw new OptionError(`${who}: the model has no trained weights.`);
  return model.gradients(x, y).map((gradient, index) => {
    const values = Float32Array.from(gradient.dataSync());
    gradient.dispose();
    return { place: trained[index], values };
  });
}

/** Examples or targets as a tensor. A list of single numbers as targets stays one; labels stay whole. */
export function tensorOf(data: ArrayLikeData, shape: readonly number[] | null): tf.Tensor {
  const tensor =
    data instanceof tf.Tensor
      ? data
      : ArrayBuffer.isView(data)
        ? tf.tensor1d(data instanceof Float32Array ? data : Float32Array.from(data))
        : tf.tensor(data as number[][]);
  return shape === null ? tensor : tf.reshape(tensor, [...shape]);
}

import { OptionError, StateError } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import type { ArrayLikeData } from '@tsuno/models';
import type { Model } from '../model.ts';
import { type WeightPlace, weightPlaces } from '../probe/weight-places.ts';
import { inferenceMode } from './inference.ts';

/** The gradient of the mean loss with respect to a weight. */
export interface WeightGradient {
  readonly place: WeightPlace;
  readonly values: Float32Array;
}

/**
 * The gradients of the mean loss over these examples, by the layers' own definitions on the tfjs engine: what one
 * training step on them as one batch would see. Nothing of the model changes.
 */
export function gradientsOf(
  who: string,
  model: Model,
  x: ArrayLikeData,
  y: ArrayLikeData,
): readonly WeightGradient[] {
  const loss = model.compileOptions?.loss;
  if (loss === undefined) throw new StateError(`${who}: the model is not compiled.`);
  if (!model.built) throw new StateError(`${who}: the model is not built. Build or fit it first.`);
  const places = weightPlaces(model);
  const trained = places.filter(({ trainedAt }) => trainedAt !== null);
  if (trained.length === 0) throw new OptionError(`${who}: the model has no trained weights.`);
  const found = tf.tidy(() => {
    const weights = model.getWeights();
    const inputs = tensorOf(x, [-1, ...(model.layers[0].inputShape.slice(1) as number[])]);
    const targets = tensorOf(y, null);
    const meanLoss = (...live: tf.Tensor[]) => {
      const all = places.map(({ at, trainedAt }) =>
        trainedAt === null ? weights[at] : live[trainedAt],
      );
      const rest = [...all];
      const output = model.layers.reduce<tf.Tensor>((value, { name, layer }) => {
        const own = places.filter((place) => place.layer === name);
        const named = Object.fromEntries(
          own.map(({ weight }) => [weight, rest.shift() as tf.Tensor]),
        );
        return layer.call(value, named, inferenceMode());
      }, inputs);
      const each = loss.call(targets, output);
      return (loss.reduction === 'sum' ? tf.sum(each) : tf.mean(each)) as tf.Scalar;
    };
    return tf
      .grads(meanLoss)(trained.map(({ at }) => weights[at]))
      .map((gradient) => Float32Array.from(gradient.dataSync()));
  });
  return found.map((values, index) => ({ place: trained[index], values }));
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

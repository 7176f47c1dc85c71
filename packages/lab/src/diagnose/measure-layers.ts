import { isDescription } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import type { ArrayLikeData } from '@tsuno/models';
import { gradientsOf, tensorOf } from '../explain/gradients-of.ts';
import { inferenceMode } from '../explain/inference.ts';
import type { Model } from '../model.ts';
import type { LayerMeasure } from './finding.ts';

/** An output this near the end of its range passes less than a twelfth of the largest derivative. */
const NEAR = 0.02;

export interface Measures {
  readonly layers: readonly LayerMeasure[];
  /** What the model gives for the examples. */
  readonly outputs: Float32Array;
}

/** Runs examples through the layers one after the other, and looks at what each makes of them. */
export function measureLayers(model: Model, x: ArrayLikeData, y: ArrayLikeData): Measures {
  const gradients = gradientsOf('diagnose', model, x, y);
  const outputs = outputsOf(model, x);
  const layers = model.layers.map(({ name, layer }, index) => {
    const activation = activationOf(layer);
    const own = gradients.filter(({ place }) => place.layer === name);
    const squares = own.flatMap(({ values }) => [...values].map((value) => value * value));
    return {
      layer: name,
      activation,
      saturated: saturatedShare(activation, outputs[index].values),
      dead: deadShare(activation, outputs[index]),
      gradient:
        squares.length === 0
          ? null
          : Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length),
    };
  });
  return { layers, outputs: outputs[outputs.length - 1]?.values ?? new Float32Array(0) };
}

/** The place of the layer whose outputs are the model's: the last that does not pass on what it gets; −1 for none. */
export function outputPlace(layers: Model['layers']): number {
  return layers.findLastIndex(({ layer }) => layer.yields !== 'input');
}

/** What a layer does last: `sigmoid`, `relu`, or its own kind. */
export function activationOf(layer: Model['layers'][number]['layer']): string {
  const { activation } = layer.config;
  return (isDescription(activation) ? activation.kind : layer.kind).toLowerCase();
}

interface Outputs {
  readonly values: Float32Array;
  readonly examples: number;
}

function outputsOf(model: Model, x: ArrayLikeData): readonly Outputs[] {
  const found: Outputs[] = [];
  tf.tidy(() => {
    const shape = model.layers[0].inputShape.slice(1) as number[];
    let value = tensorOf(x, [-1, ...shape]);
    for (const { layer, inputShape, name, getWeights } of model.layers) {
      const specs = layer.plan(inputShape.slice(1) as number[], name).weights;
      const tensors = getWeights();
      const weights = Object.fromEntries(specs.map((spec, i) => [spec.name, tensors[i]]));
      value = layer.call(value, weights, inferenceMode());
      found.push({ values: Float32Array.from(value.dataSync()), examples: value.shape[0] });
    }
  });
  return found;
}

function saturatedShare(activation: string, values: Float32Array): number | null {
  const low = activation === 'tanh' ? -1 : 0;
  if (activation !== 'sigmoid' && activation !== 'tanh') return null;
  const near = NEAR * (1 - low);
  const count = values.reduce((sum, v) => sum + (v < low + near || v > 1 - near ? 1 : 0), 0);
  return count / values.length;
}

function deadShare(activation: string, { values, examples }: Outputs): number | null {
  if (activation !== 'relu') return null;
  const units = values.length / examples;
  const isAlive = new Uint8Array(units);
  values.forEach((value, i) => {
    // What is no number is not 0 either.
    if (!(value <= 0)) isAlive[i % units] = 1;
  });
  return 1 - isAlive.reduce((sum, alive) => sum + alive, 0) / units;
}

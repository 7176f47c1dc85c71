import {
  isTrained,
  type Layer,
  OptionError,
  type PlannedLayer,
  refuseFurther,
  StateError,
  show,
  sizeOf,
} from '@tsuno/core';
import type * as tf from '@tsuno/core/tf';
import type { ModelState } from './state/model-state.ts';
import { fromGiven, toTensors, type WeightValue } from './weights.ts';

/** A layer in its model, with its weights. */
export interface LayerHandle {
  /** Unique in the model: `dense_1`. */
  readonly name: string;
  /** The description it was made from. */
  readonly layer: Layer;
  /** Whether training moves its weights. */
  readonly trainable: boolean;
  /** With the batch in front: `[null, 784]`. */
  readonly inputShape: readonly (number | null)[];
  /** With the batch in front: `[null, 10]`. */
  readonly outputShape: readonly (number | null)[];
  /** How many numbers its weights hold. */
  countParams(): number;
  /** Kernel, then bias: copies, yours to dispose of. */
  getWeights(): tf.Tensor[];
  /** Sets all its weights. @throws ShapeError for a wrong number of weights or a wrong shape. */
  setWeights(weights: readonly WeightValue[]): void;
}

/** The layers that a model shows, in their places: `Input` is not among them, as in Keras. */
export function shownLayers(planned: readonly PlannedLayer[]): readonly PlannedLayer[] {
  return planned.filter(({ layer }) => layer.inputShape === undefined);
}

/** @throws OptionError when there is no layer of this name or at this index, with the names there are. */
export function findLayer(planned: readonly PlannedLayer[], nameOrIndex: unknown): PlannedLayer {
  const shown = shownLayers(planned);
  // As in lists -1 is the last.
  const found =
    typeof nameOrIndex === 'number'
      ? shown[nameOrIndex < 0 ? shown.length + nameOrIndex : nameOrIndex]
      : planned.find(({ name }) => name === nameOrIndex);
  if (found !== undefined) return found;
  const names = shown.map(({ name }) => show(name)).join(', ');
  throw new OptionError(
    `getLayer: there is no layer ${show(nameOrIndex)}. Layers are ${names}, or by index 0 to ${shown.length - 1}.`,
  );
}

/** A layer of the model; `planned` is one of the state's. */
export function layerHandle(state: ModelState, planned: PlannedLayer): LayerHandle {
  const place = () => {
    const layers = state.definition.requirePlanned(`layer "${planned.name}"`);
    const index = layers.findIndex(
      ({ layer, name }) => layer === planned.layer && name === planned.name,
    );
    if (index < 0) {
      throw new StateError(
        `layer "${planned.name}" is no longer in the model. Ask for its layers again: model.getLayer(…).`,
      );
    }
    const start = layers.slice(0, index).reduce((sum, { weights }) => sum + weights.length, 0);
    return [start, start + planned.weights.length] as const;
  };
  return Object.freeze({
    name: planned.name,
    layer: planned.layer,
    trainable: planned.layer.trainable,
    inputShape: [null, ...planned.input],
    outputShape: [null, ...planned.output],
    countParams: () => countWeights([planned]),
    getWeights() {
      return toTensors([planned], state.numbers.weights.slice(...place()));
    },
    setWeights(...given: readonly unknown[]) {
      refuseFurther('setWeights(weights)', given);
      const [start, end] = place();
      const values = fromGiven('setWeights', [planned], given[0]);
      state.numbers.weights = state.numbers.weights.map((old, index) =>
        index >= start && index < end ? values[index - start] : old,
      );
    },
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

import {
  isTrained,
  type Optimizer,
  type OptimizerState,
  type PlannedLayer,
  type Registry,
  type Shape,
} from '@tsuno/core';
import type { SequentialJson } from './sequential-json.ts';
import { weightPlaces } from './weights.ts';

/**
 * The whole state of a model as one plain value: a model that is made from it goes on as the model would have, to the
 * bit. Every file format is a codec of it.
 */
export interface ModelSnapshot {
  readonly definition: SequentialJson;
  /** In Keras's order; none before the model is built. */
  readonly weights: readonly NamedWeight[];
  /** Null before `compile` and before the first batch after it. */
  readonly optimizer: NamedOptimizerState | null;
  /** The order of the examples goes on from there. */
  readonly epochsTrained: number;
  /** The seed of the random numbers that training draws, where `fit` was given one; null for the model's own. */
  readonly randomSeed: number | null;
}

/** Where a model's numbers have their places: what formats that go by order need to know. */
export interface ModelLayout {
  /** Without `Input`; none before the model is built. */
  readonly layers: readonly LayerLayout[];
  readonly optimizer: Optimizer | null;
}

export interface LayerLayout {
  readonly name: string;
  readonly kind: string;
  readonly weights: readonly WeightLayout[];
}

export interface WeightLayout {
  /** The weight's name in its layer: `kernel`. */
  readonly name: string;
  readonly path: string;
  readonly shape: Shape;
  readonly trainable: boolean;
}

/** A model that is written: its state, and where its numbers have their places. */
export interface SavedModel {
  readonly snapshot: ModelSnapshot;
  readonly layout: ModelLayout;
  /** Where kinds are looked up: what is not in it is the user's own. */
  readonly registry: Registry;
}

/** One weight of a model with its numbers: a copy, which nothing changes. */
export interface NamedWeight {
  /** The layer's name and the weight's: `dense/kernel`. */
  readonly path: string;
  readonly shape: readonly number[];
  /** Whether training moves it: not in a frozen layer, and not what a layer keeps itself (a moving mean). */
  readonly trainable: boolean;
  /** Row by row. */
  readonly values: Float32Array;
}

/** How far a model's optimizer has come: a copy, which nothing changes. */
export interface NamedOptimizerState {
  /** Batches that have been handed to it. */
  readonly calls: number;
  /** Updates made so far, as Keras counts them: fewer than `calls` where gradients are accumulated. */
  readonly iterations: number;
  /** The rate of the next update. */
  readonly learningRate: number;
  /** The running products of the rule, such as Adam's powers of its betas. */
  readonly products: Readonly<Record<string, number>>;
  /** The accumulators of each trained weight, by its path and by name, row by row: `slots['dense/kernel'].m`. */
  readonly slots: Readonly<Record<string, Readonly<Record<string, Float32Array>>>>;
}

/** The weights in Keras's order, with what they are. */
export function namedWeights(
  layers: readonly PlannedLayer[],
  values: readonly Float32Array[],
): readonly NamedWeight[] {
  return Object.freeze(
    weightPlaces(layers).map((place, index) =>
      Object.freeze({ ...place, shape: Object.freeze([...place.shape]), values: values[index] }),
    ),
  );
}

/** Null before the first batch. */
export function namedOptimizerState(
  layers: readonly PlannedLayer[],
  state: OptimizerState | null,
): NamedOptimizerState | null {
  return state === null || state.calls === 0 ? null : nameState(layers, state);
}

/** The same also before the first batch. */
export function nameState(
  layers: readonly PlannedLayer[],
  state: OptimizerState,
): NamedOptimizerState {
  const { calls, iterations, learningRate, carry, slots } = state;
  const paths = weightPlaces(layers)
    .filter(({ trainable }) => trainable)
    .map(({ path }) => path);
  return Object.freeze({
    calls,
    iterations,
    learningRate,
    products: Object.freeze({ ...carry }),
    slots: Object.freeze(
      Object.fromEntries(paths.map((path, index) => [path, Object.freeze({ ...slots[index] })])),
    ),
  });
}

export function layoutOf(
  layers: readonly PlannedLayer[],
  optimizer: Optimizer | null,
): ModelLayout {
  const shown = layers.filter(({ layer }) => layer.inputShape === undefined);
  return Object.freeze({
    optimizer,
    layers: shown.map(({ layer, name, weights }) => ({
      name,
      kind: layer.kind,
      weights: weights.map((spec) => ({
        name: spec.name,
        path: `${name}/${spec.name}`,
        shape: spec.shape,
        trainable: isTrained(layer, spec),
      })),
    })),
  });
}

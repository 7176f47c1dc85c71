import type { OptimizerState, PlannedLayer } from '@tsuno/core';
import { weightPlaces } from './weights.ts';

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
  if (state === null || state.calls === 0) return null;
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

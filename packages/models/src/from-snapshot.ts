import {
  allSlots,
  DataError,
  type Optimizer,
  type OptimizerState,
  type PlannedLayer,
  sameShape,
  showShape,
  sizeOf,
} from '@tsuno/core';
import type { NamedOptimizerState, NamedWeight } from './snapshot.ts';
import { weightPlaces } from './weights.ts';

/**
 * The values of a snapshot's weights for a model of these layers.
 *
 * @throws DataError when they are not the model's.
 */
export function weightsFromSnapshot(
  who: string,
  layers: readonly PlannedLayer[],
  weights: readonly NamedWeight[],
): readonly Float32Array[] {
  const places = weightPlaces(layers);
  if (places.length !== weights.length) {
    throw new DataError(
      `${who}: the model has ${places.length} weights, but the snapshot holds ${weights.length}.`,
    );
  }
  return places.map(({ path, shape }, index) => {
    const given = weights[index];
    if (given.path === path && sameShape(given.shape, shape)) return given.values;
    throw new DataError(
      `${who}: expected ${path} of shape ${showShape(shape)}, but the snapshot holds ${given.path} of shape ${showShape(given.shape)}.`,
    );
  });
}

/** The same for the optimizer's state. @throws DataError when it is not this model's. */
export function optimizerFromSnapshot(
  who: string,
  layers: readonly PlannedLayer[],
  optimizer: Optimizer,
  state: NamedOptimizerState,
): OptimizerState {
  const { calls, iterations, learningRate, products, slots } = state;
  const names = Object.keys(allSlots(optimizer));
  const trained = weightPlaces(layers).filter(({ trainable }) => trainable);
  const missing = Object.keys(optimizer.carry).find((name) => !Object.hasOwn(products, name));
  if (missing !== undefined) {
    throw new DataError(
      `${who}: the snapshot lacks ${optimizer.kind}'s running product ${missing}.`,
    );
  }
  return {
    calls,
    iterations,
    learningRate,
    carry: Object.fromEntries(Object.keys(optimizer.carry).map((name) => [name, products[name]])),
    slots: trained.map(({ path, shape }) => {
      const own = Object.hasOwn(slots, path) ? slots[path] : {};
      const wrong = names.find((name) => own[name]?.length !== sizeOf(shape));
      if (wrong === undefined) return Object.fromEntries(names.map((name) => [name, own[name]]));
      throw new DataError(
        `${who}: the snapshot lacks ${optimizer.kind}'s accumulator ${wrong} of ${path}, or it has another size.`,
      );
    }),
  };
}

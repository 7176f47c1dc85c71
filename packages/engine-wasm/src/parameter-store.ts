import { float64Arith, namesIn, type ParameterStore, type Surroundings } from '@tsuno/core';
import { readMatrix, sizeInPanels, type WeightPlace, writeMatrix } from './arena.ts';
import type { Network } from './lower-plan.ts';
import type { Workspace } from './workspace.ts';

/** A stretch of the regions. */
interface Stretch {
  readonly offset: number;
  readonly bytes: number;
}

/** The trained weights in the arena, with their gradients and accumulators. */
export function parameterStore(
  work: Workspace,
  { optimizer, graph }: NonNullable<Network['training']>,
): ParameterStore {
  const { fixed, call, kernels } = work;
  const { params, grads, slots } = fixed;
  const places = work.trained;
  const stretches = neighbours(fixed.weights);
  const regionOf: Readonly<Record<string, number>> = { ...slots, param: params, grad: grads };
  const updated = ['param', 'grad', ...graph.slots];
  /** A generated loop over a stretch of some regions. */
  const loop = (
    name: string,
    regions: readonly string[],
    { offset, bytes }: Stretch,
    constants: readonly number[] = [],
  ) =>
    call(name, bytes / 16, 10 * bytes, (from, count) => [
      ...regions.map((region) => regionOf[region] + offset + 16 * from),
      16 * count,
      ...constants,
    ]);
  return {
    k: float64Arith,
    weights: places,
    squares: () =>
      places.map((place) => kernels.sumOfSquares(grads + place.offset, ...sizeInPanels(place))),
    run(part) {
      for (const stretch of stretches) loop(part.name, namesIn(part), stretch);
    },
    update(rule, surroundings) {
      if (!Array.isArray(surroundings)) {
        const { decay, clip } = surroundings as Surroundings;
        const constants = graph.stepConstants(rule, decay, clip);
        for (const stretch of stretches) loop('update', updated, stretch, constants);
        return;
      }
      for (const [weight, { decay, clip }] of surroundings.entries()) {
        loop('update', updated, places[weight], graph.stepConstants(rule, decay, clip));
      }
    },
    constrain(weight) {
      const place = places[weight];
      const values = readMatrix(work.floats, params, place);
      place.constraint?.applyTo(values, place.shape);
      writeMatrix(work.floats, params, place, values);
    },
  };
}

/** Neighbouring places that are trained, taken together: the optimizer takes each in one call. */
function neighbours(places: readonly WeightPlace[]): readonly Stretch[] {
  const runs: { offset: number; bytes: number }[] = [];
  for (const { offset, bytes, isTrainable } of places) {
    const last = runs.at(-1);
    if (!isTrainable) continue;
    if (last && last.offset + last.bytes === offset) last.bytes += bytes;
    else runs.push({ offset, bytes });
  }
  return runs;
}

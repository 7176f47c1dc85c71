import {
  clipFactor,
  clipsByNorm,
  decays,
  float64Arith,
  type Optimizer,
  type ParameterStore,
} from '@tsuno/core';
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
  const { handling } = optimizer;
  const { params, grads, slots } = fixed;
  const places = work.trained;
  const stretches = neighbours(fixed.weights);
  const ownCalls = differs(optimizer);
  const regions = [params, grads, ...graph.slots.map((slot) => slots[slot])];
  /** A generated loop over a stretch of some regions. */
  const loop = (
    name: string,
    ofRegions: readonly number[],
    { offset, bytes }: Stretch,
    constants: readonly number[] = [],
  ) =>
    call(name, bytes / 16, 10 * bytes, (from, count) => [
      ...ofRegions.map((region) => region + offset + 16 * from),
      16 * count,
      ...constants,
    ]);
  const each = (name: string, ofRegions: readonly number[]) => {
    for (const stretch of stretches) loop(name, ofRegions, stretch);
  };
  return {
    accumulate: () => each('accumulate', [grads, slots.accumulated]),
    merge: () => each('merge', [grads, slots.accumulated]),
    update({ rule, decay }) {
      if (!ownCalls) {
        const constants = graph.stepConstants(rule, decay, 1);
        for (const stretch of stretches) loop('update', regions, stretch, constants);
      } else {
        const squares = clipsByNorm(handling)
          ? places.map((place) =>
              kernels.sumOfSquares(grads + place.offset, ...sizeInPanels(place)),
            )
          : [];
        const all = squares.reduce((sum, square) => sum + square, 0);
        for (const [index, place] of places.entries()) {
          const clip = clipsByNorm(handling)
            ? clipFactor(float64Arith, handling, squares[index], all)
            : 1;
          const own = decays(handling, place.path) ? decay : 0;
          loop('update', regions, place, graph.stepConstants(rule, own, clip));
        }
      }
    },
    average(momentum, overwrites) {
      const name = momentum === 0 ? 'average_first' : 'average';
      if (momentum < 1) each(name, [params, slots.average]);
      for (const { offset, bytes } of overwrites ? places : []) {
        kernels.copy(slots.average + offset, params + offset, bytes);
      }
    },
    constrain() {
      for (const place of places) {
        if (place.constraint === null) continue;
        const values = readMatrix(work.floats, params, place);
        place.constraint.applyTo(values, place.shape);
        writeMatrix(work.floats, params, place, values);
      }
    },
  };
}

/** Whether weights are treated unlike in a step, so that each needs a call of its own. */
function differs({ handling }: Optimizer): boolean {
  const { weightDecay, excludeFromWeightDecay } = handling;
  return clipsByNorm(handling) || (weightDecay !== null && excludeFromWeightDecay.length > 0);
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

import type { Optimizer, OptimizerState } from '@tsuno/core';
import type { ScalarReading } from '../explain/read-scalars.ts';
import { lastRate } from '../step-in-doubles.ts';
import { ownMeasure } from './own-measure.ts';
import type { Parameter, WeightPlace } from './weight-places.ts';

/** One step, measured. */
export interface Measured {
  readonly step: number;
  readonly parameters: readonly {
    readonly rate: number | null;
    readonly agreement: number | null;
    readonly step: number;
    readonly value: number;
  }[];
  readonly weights: readonly {
    readonly rate: readonly number[] | null;
    readonly agreement: readonly number[] | null;
    readonly step: readonly number[];
    readonly leftOut: number;
  }[];
}

/** Reads off a step what the optimizer did: from its state after it, and from the weights on both sides. */
export function measureStep({
  optimizer,
  reading,
  state,
  weights: { before, after },
  places,
  followed,
  quantiles,
}: {
  readonly optimizer: Optimizer;
  readonly reading: ScalarReading;
  readonly state: OptimizerState;
  readonly weights: {
    readonly before: readonly Float32Array[];
    readonly after: readonly Float32Array[];
  };
  readonly places: readonly WeightPlace[];
  readonly followed: readonly Parameter[];
  readonly quantiles: readonly number[];
}): Measured {
  const own = ownMeasure(
    optimizer,
    reading,
    state.iterations,
    lastRate(optimizer, state),
    state.carry,
  );
  // One record for all numbers: there may be many.
  const slots: Record<string, number> = {};
  const names = Object.keys(optimizer.slots);
  const read = ({ at, trainedAt }: WeightPlace, offset: number) => {
    const accumulators = state.slots[trainedAt ?? 0];
    for (const slot in accumulators) slots[slot] = accumulators[slot][offset];
    return {
      rate: own.rate(slots),
      agreement: own.agreement(slots),
      step: after[at][offset] - before[at][offset],
      value: after[at][offset],
      isUntouched: names.length > 0 && names.every((slot) => slots[slot] === 0),
    };
  };
  const trained =
    quantiles.length === 0 ? [] : places.filter(({ trainedAt }) => trainedAt !== null);
  return {
    step: state.iterations,
    parameters: followed.map(({ place, offset }) => {
      const { isUntouched: _, ...measured } = read(place, offset);
      return measured;
    }),
    weights: trained.map((place) => {
      const all = Array.from({ length: place.size }, (_, offset) => read(place, offset));
      const touched = all.filter(({ isUntouched }) => !isUntouched);
      const known = (values: readonly (number | null)[]) => {
        const numbers = values.filter((value) => value !== null);
        return numbers.length === 0 ? null : quantilesOf(numbers, quantiles);
      };
      return {
        rate: known(touched.map(({ rate }) => rate)),
        agreement: known(touched.map(({ agreement }) => agreement)),
        step: quantilesOf(
          (touched.length > 0 ? touched : all).map(({ step }) => Math.abs(step)),
          quantiles,
        ),
        leftOut: all.length - touched.length,
      };
    }),
  };
}

/** The values below which these shares of all lie, with straight lines between neighbours. */
export function quantilesOf(
  values: readonly number[],
  shares: readonly number[],
): readonly number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => {
    const place = share * (sorted.length - 1);
    const low = Math.floor(place);
    const high = Math.ceil(place);
    return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
  });
}

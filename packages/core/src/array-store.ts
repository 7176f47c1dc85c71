import type { Arith } from './arith.ts';
import { float64Arith } from './arith-number.ts';
import type { Optimizer } from './optimizer.ts';
import { type ParameterStore, updateParameter } from './training-step.ts';

type Numbers = Float32Array | Float64Array;

/** A parameter in host memory, with what belongs to it. */
export interface ArrayCell {
  readonly path: string;
  readonly values: Numbers;
  readonly slots: Readonly<Record<string, Numbers>>;
}

/**
 * Parameters as arrays that are changed in place, in the arithmetic `k`: with `float32Arith` the same bits as tensors
 * on the cpu backend. Constraints belong to layers, so there are none.
 */
export function arrayStore(
  k: Arith<number>,
  optimizer: Optimizer,
  cells: readonly ArrayCell[],
  gradients: readonly ArrayLike<number>[],
): ParameterStore {
  const own = Object.keys(optimizer.slots);
  const regions = cells.map(({ values, slots }, weight) => {
    const grad = values.slice();
    grad.set(gradients[weight]);
    return { ...slots, param: values, grad } as Readonly<Record<string, Numbers>>;
  });
  const each = (
    of: Readonly<Record<string, Numbers>>,
    reads: readonly string[],
    compute: (place: Readonly<Record<string, number>>) => Readonly<Record<string, number>>,
  ) => {
    const place: Record<string, number> = {};
    for (let i = 0; i < of.param.length; i++) {
      for (const name of reads) place[name] = of[name][i];
      const next = compute(place);
      for (const name of Object.keys(next)) of[name][i] = next[name];
    }
  };
  return {
    k: float64Arith,
    weights: cells.map(({ path }) => ({ path, constraint: null })),
    squares: () =>
      regions.map(({ grad }) => {
        let sum = 0;
        for (let i = 0; i < grad.length; i++) sum += grad[i] * grad[i];
        return sum;
      }),
    run({ reads, compute }) {
      for (const of of regions) each(of, reads, (place) => compute(k, place, optimizer.handling));
    },
    update(rule, surroundings) {
      for (const [weight, of] of regions.entries()) {
        const around = Array.isArray(surroundings) ? surroundings[weight] : surroundings;
        each(of, ['param', 'grad', ...own], (place) =>
          updateParameter(optimizer, k, place as never, rule, around),
        );
      }
    },
    constrain() {},
  };
}

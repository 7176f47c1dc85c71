import {
  clipFactor,
  clipsByNorm,
  decays,
  float32Arith,
  float64Arith,
  type Optimizer,
  type ParameterStore,
  updateAverage,
  updateParameter,
} from '@tsuno/core';

/** A parameter in host memory, with what belongs to it. */
export interface ArrayCell {
  readonly path: string;
  readonly values: Float32Array;
  readonly slots: Readonly<Record<string, Float32Array>>;
}

/** Parameters as arrays that are changed in place: the same bits as tensors on the cpu backend. */
export function arrayStore(
  optimizer: Optimizer,
  cells: readonly ArrayCell[],
  gradients: readonly ArrayLike<number>[],
): ParameterStore {
  const { handling } = optimizer;
  const own = Object.keys(optimizer.slots);
  const f = Math.fround;
  const grads = gradients.map((gradient) => Float32Array.from(gradient));
  return {
    accumulate() {
      for (const [index, { slots }] of cells.entries()) {
        const { accumulated } = slots;
        for (let i = 0; i < accumulated.length; i++) accumulated[i] += grads[index][i];
      }
    },
    merge(count) {
      for (const [index, { slots }] of cells.entries()) {
        const { accumulated } = slots;
        for (let i = 0; i < accumulated.length; i++) {
          grads[index][i] = f(grads[index][i] + accumulated[i]) / count;
        }
        accumulated.fill(0);
      }
    },
    update({ rule, decay }) {
      const squares = clipsByNorm(handling) ? grads.map(sumOfSquares) : [];
      const all = squares.reduce((sum, square) => sum + square, 0);
      for (const [index, { path, values, slots }] of cells.entries()) {
        const clip = clipsByNorm(handling)
          ? clipFactor(float64Arith, handling, squares[index], all)
          : 1;
        const around = { decay: decays(handling, path) ? decay : 0, clip };
        for (let i = 0; i < values.length; i++) {
          const entry: Record<string, number> = { param: values[i], grad: grads[index][i] };
          for (const slot of own) entry[slot] = slots[slot][i];
          const next = updateParameter(optimizer, float32Arith, entry as never, rule, around);
          values[i] = next.param;
          for (const slot of own) slots[slot][i] = next[slot];
        }
      }
    },
    average(momentum, overwrites) {
      for (const { values, slots } of cells) {
        const { average } = slots;
        for (let i = 0; i < values.length; i++) {
          const entry = { param: values[i], average: average[i] };
          average[i] = updateAverage(float32Arith, entry, momentum);
        }
        if (overwrites) values.set(average);
      }
    },
    // Constraints belong to layers.
    constrain() {},
  };
}

function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}

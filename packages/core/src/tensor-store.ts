import { tensorArith } from './arith-tensor.ts';
import type { Constraint } from './constraint.ts';
import type { Optimizer } from './optimizer.ts';
import * as tf from './tf.ts';
import { type ParameterStore, updateParameter } from './training-step.ts';

/** A weight on a tfjs backend, with what belongs to it. */
export interface TensorCell {
  /** `dense_1/kernel`: what patterns of weights are held against. */
  readonly path: string;
  readonly constraint: Constraint | null;
  readonly slots: Record<string, tf.Tensor>;
  param(): tf.Tensor;
  /** Takes over a new value, which was kept, and disposes of the old one as it sees fit. */
  assign(value: tf.Tensor): void;
}

/** Trained weights as tensors; `gradients` are their derivatives, null for weights that a loss does not depend on. */
export function tensorStore(
  optimizer: Optimizer,
  cells: readonly TensorCell[],
  gradients: readonly (tf.Tensor | null)[],
): ParameterStore<tf.Tensor> {
  const { handling } = optimizer;
  const grads = [...gradients];
  const numbersOf = (weight: number, name: string) => {
    if (name === 'param') return cells[weight].param();
    return name === 'grad' ? (grads[weight] as tf.Tensor) : cells[weight].slots[name];
  };
  const placeOf = (weight: number, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, numbersOf(weight, name)]));
  const write = (weight: number, values: Readonly<Record<string, tf.Tensor>>) => {
    const cell = cells[weight];
    for (const [name, value] of Object.entries(values)) {
      if (name === 'param') cell.assign(value);
      else if (name === 'grad') grads[weight] = value;
      else {
        cell.slots[name].dispose();
        cell.slots[name] = value;
      }
    }
  };
  return {
    k: tensorArith,
    weights: cells,
    squares: () => grads.map((grad) => (grad === null ? tf.scalar(0) : tf.sum(tf.mul(grad, grad)))),
    run({ reads, compute }) {
      for (const weight of cells.keys()) {
        if (reads.includes('grad') && grads[weight] === null) continue;
        const place = placeOf(weight, reads);
        const like = (value: tf.Tensor | number) =>
          typeof value === 'number' ? tf.fill(cells[weight].param().shape, value) : value;
        write(
          weight,
          keptAll(() => mapped(compute(tensorArith, place, handling), like)),
        );
      }
    },
    update(rule, surroundings) {
      const names = ['param', 'grad', ...Object.keys(optimizer.slots)];
      for (const weight of cells.keys()) {
        if (grads[weight] === null) continue;
        const around = Array.isArray(surroundings) ? surroundings[weight] : surroundings;
        const entry = placeOf(weight, names) as never;
        write(
          weight,
          keptAll(() => updateParameter(optimizer, tensorArith, entry, rule, around)),
        );
      }
    },
    constrain(weight) {
      const { constraint } = cells[weight];
      if (constraint === null) return;
      write(
        weight,
        keptAll(() => ({ param: constraint.call(cells[weight].param()) })),
      );
    },
  };
}

/** What `compute` gives, kept beyond any tidy. It may hand back what it was given: a clone shares the numbers. */
function keptAll(compute: () => Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return tf.tidy(() =>
    Object.fromEntries(
      Object.entries(compute()).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]),
    ),
  );
}

function mapped<A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));
}

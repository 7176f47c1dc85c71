import { tensorArith } from './arith-tensor.ts';
import type { Constraint } from './constraint.ts';
import type { Optimizer } from './optimizer.ts';
import { decays } from './optimizer-options.ts';
import * as tf from './tf.ts';
import {
  clipFactor,
  clipsByNorm,
  type ParameterStore,
  updateAverage,
  updateParameter,
} from './training-step.ts';

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
): ParameterStore {
  const { handling } = optimizer;
  const own = Object.keys(optimizer.slots);
  const grads = [...gradients];
  const live = () =>
    cells.flatMap((cell, index) => (grads[index] === null ? [] : [{ cell, index }]));
  return {
    accumulate() {
      for (const { cell, index } of live()) {
        setSlot(cell, 'accumulated', () =>
          tf.add(grads[index] as tf.Tensor, cell.slots.accumulated),
        );
      }
    },
    merge(count) {
      for (const { cell, index } of live()) {
        grads[index] = tf.div(tf.add(grads[index] as tf.Tensor, cell.slots.accumulated), count);
        setSlot(cell, 'accumulated', () => tf.zerosLike(cell.slots.accumulated));
      }
    },
    update({ rule, decay }) {
      const cellsNow = live();
      const factors = clipsByNorm(handling)
        ? clipFactors(
            optimizer,
            cellsNow.map(({ index }) => grads[index] as tf.Tensor),
          )
        : [];
      for (const [order, { cell, index }] of cellsNow.entries()) {
        const entry = {
          param: cell.param(),
          grad: grads[index] as tf.Tensor,
          ...pick(cell.slots, own),
        };
        const clip = factors[order] ?? 1;
        const ownDecay = decays(handling, cell.path) ? decay : 0;
        const { param, ...slots } = keptAll(() =>
          updateParameter(optimizer, tensorArith, entry as never, rule, { decay: ownDecay, clip }),
        );
        cell.assign(param);
        for (const slot of own) replaceSlot(cell, slot, slots[slot]);
      }
    },
    average(momentum, overwrites) {
      for (const cell of cells) {
        const { average } = cell.slots;
        setSlot(cell, 'average', () =>
          updateAverage(tensorArith, { param: cell.param(), average }, momentum),
        );
        if (overwrites) cell.assign(tf.keep(tf.clone(cell.slots.average)));
      }
    },
    constrain() {
      for (const cell of cells) {
        const { constraint } = cell;
        if (constraint === null) continue;
        cell.assign(keptAll(() => ({ w: constraint.call(cell.param()) })).w);
      }
    },
  };
}

/** On tensors throughout: a backend need not stop to hand a norm over. */
function clipFactors({ handling }: Optimizer, grads: readonly tf.Tensor[]): readonly tf.Tensor[] {
  const squares = grads.map((grad) => tf.sum(tf.mul(grad, grad)));
  const all = squares.reduce((sum, square) => tf.add(sum, square), tf.scalar(0) as tf.Tensor);
  return squares.map((own) => clipFactor(tensorArith, handling, own, all));
}

function setSlot(cell: TensorCell, slot: string, compute: () => tf.Tensor): void {
  replaceSlot(cell, slot, keptAll(() => ({ value: compute() })).value);
}

function replaceSlot(cell: TensorCell, slot: string, value: tf.Tensor): void {
  cell.slots[slot].dispose();
  cell.slots[slot] = value;
}

/** What `compute` gives, kept beyond any tidy. It may hand back what it was given: a clone shares the numbers. */
function keptAll(compute: () => Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return tf.tidy(() =>
    Object.fromEntries(
      Object.entries(compute()).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]),
    ),
  );
}

function pick<V>(record: Readonly<Record<string, V>>, names: readonly string[]): Record<string, V> {
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}

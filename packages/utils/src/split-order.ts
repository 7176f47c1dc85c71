import { counted, OptionError, type Rng, show, sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import type { RowsLike } from './take-rows.ts';

export interface Sizes {
  readonly train: number;
  readonly test: number;
}

export interface SplitRows {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** Which rows go where, by chance; with labels each class in its share. */
export function splitOrder(
  who: string,
  rng: Rng,
  size: number,
  sizes: Sizes,
  stratify: RowsLike | null,
): SplitRows {
  if (stratify === null) {
    const order = rng.permutation(size);
    return {
      train: order.slice(sizes.test, sizes.test + sizes.train),
      test: order.slice(0, sizes.test),
    };
  }
  const classes = rowsByLabel(stratify);
  requireRoom(who, classes, sizes);
  const counts = [...classes.values()].map(({ length }) => length);
  const train = shares(counts, sizes.train, rng.fork('train'));
  const test = shares(
    counts.map((count, index) => count - train[index]),
    sizes.test,
    rng.fork('test'),
  );
  const parts = [...classes.values()].map((rows, index) => {
    const mixed = Array.from(rng.permutation(rows.length), (at) => rows[at]);
    const end = train[index] + test[index];
    return { train: mixed.slice(0, train[index]), test: mixed.slice(train[index], end) };
  });
  const mix = (rows: readonly number[]) => rng.permutation(rows.length).map((at) => rows[at]);
  return {
    train: mix(parts.flatMap((part) => part.train)),
    test: mix(parts.flatMap((part) => part.test)),
  };
}

/** The rows of each label; a label that is a row itself (one-hot) is one by all its numbers. */
function rowsByLabel(labels: RowsLike): ReadonlyMap<unknown, readonly number[]> {
  const isTensor = labels instanceof tf.Tensor;
  const all: ArrayLike<unknown> = isTensor ? (labels.dataSync() as Float32Array) : labels;
  const width = isTensor ? sizeOf(labels.shape.slice(1)) : 1;
  const size = isTensor ? labels.shape[0] : all.length;
  const rows = new Map<unknown, number[]>();
  for (let row = 0; row < size; row++) {
    const own = Array.from({ length: width }, (_, i) => all[row * width + i]);
    const label = own.length === 1 && typeof own[0] !== 'object' ? own[0] : String(own);
    const found = rows.get(label);
    if (found === undefined) rows.set(label, [row]);
    else found.push(row);
  }
  return rows;
}

function requireRoom(
  who: string,
  classes: ReadonlyMap<unknown, readonly number[]>,
  { train, test }: Sizes,
): void {
  const alone = [...classes].filter(([, rows]) => rows.length < 2).map(([label]) => label);
  if (alone.length > 0) {
    throw new OptionError(
      `${who}: stratify has labels that occur only once, ${show(alone)}, and each must be in both parts. Is it a column of classes?`,
    );
  }
  if (Math.min(train, test) >= classes.size) return;
  throw new OptionError(
    `${who}: ${counted(classes.size, 'class', 'classes')} do not fit into parts of ${train} and ${test} rows. Make the smaller part larger, or leave out stratify.`,
  );
}

/**
 * How many of each class make up `wanted` in all: their shares rounded down, and one more for the largest remainders, where
 * these are equal by chance.
 */
function shares(counts: readonly number[], wanted: number, rng: Rng): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / total) * wanted);
  const whole = exact.map(Math.floor);
  const missing = wanted - whole.reduce((sum, count) => sum + count, 0);
  const chance = rng.permutation(counts.length);
  const byRemainder = exact
    .map((share, index) => ({ index, rest: share - whole[index] }))
    .sort((a, b) => b.rest - a.rest || chance[a.index] - chance[b.index]);
  for (const { index } of byRemainder.slice(0, missing)) whole[index] += 1;
  return whole;
}

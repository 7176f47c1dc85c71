import { counted, OptionError, ShapeError, show, sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { isNumericArray, type NumericArray } from '@tsuno/models';

/** Rows that can be told apart: a tensor (along its first axis), a typed array, or a list of whatever. */
export type RowsLike = tf.Tensor | NumericArray | readonly unknown[];

/** How many rows. @throws OptionError for what has none. */
export function rowCount(who: string, name: string, rows: unknown): number {
  if (rows instanceof tf.Tensor && rows.rank > 0 && !rows.isDisposed) return rows.shape[0];
  if (Array.isArray(rows) || isNumericArray(rows)) return rows.length;
  const got =
    rows instanceof tf.Tensor
      ? `one ${rows.isDisposed ? 'that is disposed of' : 'with no axes'}`
      : show(rows);
  throw new OptionError(`${who}: ${name} must be a tensor, a typed array or a list, got ${got}.`);
}

/** @throws ShapeError unless all have as many rows as the first; OptionError for what has none. */
export function commonCount(who: string, arrays: readonly unknown[]): number {
  const counts = arrays.map((rows, index) => rowCount(who, `array ${index + 1}`, rows));
  const at = counts.findIndex((count) => count !== counts[0]);
  if (at < 0) return counts[0];
  throw new ShapeError(
    `${who}: array 1 has ${counted(counts[0], 'row')}, but array ${at + 1} has ${counts[at]}. They are split together, row by row.`,
  );
}

/** These rows in this order, as the same kind of array. Tensors are new ones. */
export function takeRows<R extends RowsLike>(rows: R, order: Uint32Array): R;
export function takeRows(rows: RowsLike, order: Uint32Array): RowsLike {
  if (rows instanceof tf.Tensor) {
    const shape = rows.shape.slice(1);
    const width = sizeOf(shape);
    const values = rows.dataSync() as Float32Array;
    // A tensor of texts gives a list of them.
    const taken = Array.isArray(values)
      ? Array<number>(order.length * width)
      : new (values.constructor as Float32ArrayConstructor)(order.length * width);
    order.forEach((row, at) => {
      for (let i = 0; i < width; i++) taken[at * width + i] = values[row * width + i];
    });
    return tf.tensor(taken, [order.length, ...shape], rows.dtype);
  }
  if (isNumericArray(rows)) {
    const taken = rows.slice(0, order.length);
    order.forEach((row, at) => {
      taken[at] = rows[row];
    });
    return taken;
  }
  return Array.from(order, (row) => rows[row]);
}

import { type Batch, type Rows, sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/** A batch as tensors; the caller's to tidy. */
export function batchTensors({ table, rows }: Batch): {
  readonly x: tf.Tensor;
  readonly y: tf.Tensor | null;
  readonly sampleWeight: tf.Tensor | null;
} {
  return {
    x: gather(table.x, rows),
    y: table.y && gather(table.y, rows),
    sampleWeight: table.sampleWeight && gather(table.sampleWeight, rows),
  };
}

function gather({ values, shape }: Rows, rows: Uint32Array): tf.Tensor {
  const width = sizeOf(shape);
  const dtype = values instanceof Int32Array ? 'int32' : 'float32';
  const isRun =
    rows.length > 0 &&
    rows[rows.length - 1] - rows[0] === rows.length - 1 &&
    rows.every((row, i) => row === rows[0] + i);
  const start = rows[0] * width;
  const picked = isRun
    ? values.subarray(start, start + rows.length * width)
    : pick(values, rows, width);
  return tf.tensor(picked, [rows.length, ...shape], dtype);
}

function pick(values: Float32Array | Int32Array, rows: Uint32Array, width: number) {
  const picked =
    values instanceof Int32Array
      ? new Int32Array(rows.length * width)
      : new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    picked.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return picked;
}

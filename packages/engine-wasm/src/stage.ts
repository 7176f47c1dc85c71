import { type Batch, type Reduction, type Rows, sizeOf } from '@tsuno/core';

/** Whether the picked rows lie one after the other. */
export function isRun(rows: Uint32Array): boolean {
  for (let i = 1; i < rows.length; i++) if (rows[i] !== rows[0] + i) return false;
  return true;
}

/** Writes these rows one after the other. */
export function stageRows(
  memory: Float32Array,
  at: number,
  { values, shape }: Rows,
  rows: Uint32Array,
): void {
  const width = sizeOf(shape);
  if (isRun(rows)) {
    memory.set(values.subarray(rows[0] * width, (rows[0] + rows.length) * width), at);
    return;
  }
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i] * width;
    if (width < 8) for (let j = 0; j < width; j++) memory[at + i * width + j] = values[from + j];
    else memory.set(values.subarray(from, from + width), at + i * width);
  }
}

/** A copy of these rows. */
export function pickRows({ values, shape }: Rows, rows: Uint32Array): Float32Array | Int32Array {
  const width = sizeOf(shape);
  const length = rows.length * width;
  const picked = values instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < width; j++) picked[i * width + j] = values[rows[i] * width + j];
  }
  return picked;
}

/** Writes the class numbers of these rows. */
export function stageLabels(memory: Int32Array, at: number, { table, rows }: Batch): void {
  const { values } = table.y as Rows;
  for (let i = 0; i < rows.length; i++) memory[at + i] = values[rows[i]];
}

/** Sample weights, times what the reduction divides by: then the loss is a plain sum. */
export function stageWeights(
  memory: Float32Array,
  at: number,
  { table, rows }: Batch,
  reduction: Reduction,
): void {
  const weights = table.sampleWeight?.values ?? null;
  const count = rows.length;
  let factor = reduction === 'sum' ? 1 : 1 / count;
  if (reduction === 'mean_with_sample_weight' && weights !== null) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += weights[rows[i]];
    factor = sum === 0 ? 0 : 1 / sum;
  }
  for (let i = 0; i < count; i++)
    memory[at + i] = weights === null ? factor : weights[rows[i]] * factor;
}

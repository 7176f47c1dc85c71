import type { Batch, Rows, TrainPlan } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { pickRows } from './stage.ts';

/** What each metric of the plan measures in a batch with these outputs, which lie row by row. */
export function measure(
  { training, output }: TrainPlan,
  { table, rows }: Batch,
  yPred: Float32Array,
): readonly (readonly number[])[] {
  const y = table.y as Rows;
  const yTrue = pickRows(y, rows);
  const weights = table.sampleWeight && pickRows(table.sampleWeight, rows);
  return (training?.metrics ?? []).map(({ metric, weighted }) => {
    const sampleWeight = weighted ? weights : null;
    const batch = { rows: rows.length, yTrue, yPred, target: y.shape, output, sampleWeight };
    if (metric.measureRows) return metric.measureRows(batch);
    // Any other metric is defined on tensors, and the numbers are at hand.
    return tf.tidy(() => {
      const tensor = (values: Float32Array | Int32Array, shape: readonly number[]) =>
        tf.tensor(
          values,
          [rows.length, ...shape],
          values instanceof Int32Array ? 'int32' : 'float32',
        );
      const w = sampleWeight && tensor(sampleWeight, []);
      const measured = metric.measure(tensor(yTrue, y.shape), tensor(yPred.slice(), output), w);
      return Array.from(measured.dataSync());
    });
  });
}

import { type Batch, type Loss, lossOfBatch, type Rows, type Shape } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { pickRows } from './stage.ts';

/**
 * A loss that has no compiled form, computed as it is defined: on tensors. Outputs lie row by row; the derivative comes
 * back so. The derivatives of tfjs's operations are registered by the tfjs engine.
 */
export function tensorLoss(
  loss: Loss,
  output: Shape,
  { table, rows }: Batch,
  outputs: Float32Array,
  wantsSlope: boolean,
): { readonly value: number; readonly slope: Float32Array | null } {
  let computed = { value: 0, slope: null as Float32Array | null };
  tf.tidy(() => {
    const tensorOf = (source: Rows) => {
      const values = pickRows(source, rows);
      const type = values instanceof Int32Array ? 'int32' : 'float32';
      return tf.tensor(values, [rows.length, ...source.shape], type);
    };
    const yTrue = tensorOf(table.y as Rows);
    const weights = table.sampleWeight && tensorOf(table.sampleWeight);
    const yPred = tf.tensor(outputs.slice(), [rows.length, ...output]);
    const reduced = (y: tf.Tensor) => lossOfBatch(loss, yTrue, y, weights) as tf.Scalar;
    if (wantsSlope) {
      const { value, grad } = tf.valueAndGrad(reduced)(yPred);
      computed = { value: value.dataSync()[0], slope: grad.dataSync<'float32'>().slice() };
    } else computed = { value: reduced(yPred).dataSync()[0], slope: null };
  });
  return computed;
}

import type { MnistData } from '@tsuno/datasets';
import { tf } from 'tsuno';

/** The digits in memory that all threads see. */
export interface SharedDigits {
  readonly pixels: number;
  readonly xTrain: Float32Array;
  readonly yTrain: Int32Array;
  readonly xTest: Float32Array;
  readonly yTest: Int32Array;
}

export function shareDigits({ xTrain, yTrain, xTest, yTest }: MnistData): SharedDigits {
  const floats = (tensor: tf.Tensor) => {
    const shared = new Float32Array(new SharedArrayBuffer(4 * tensor.size));
    shared.set(tensor.dataSync());
    return shared;
  };
  const integers = (tensor: tf.Tensor) => {
    const shared = new Int32Array(new SharedArrayBuffer(4 * tensor.size));
    shared.set(tensor.dataSync());
    return shared;
  };
  return {
    pixels: xTrain.shape[1],
    xTrain: floats(xTrain),
    yTrain: integers(yTrain),
    xTest: floats(xTest),
    yTest: integers(yTest),
  };
}

/** The same as tensors, without a copy. */
export function digitTensors({ pixels, xTrain, yTrain, xTest, yTest }: SharedDigits) {
  const images = (values: Float32Array) => tf.tensor2d(values, [values.length / pixels, pixels]);
  return {
    xTrain: images(xTrain),
    yTrain: tf.tensor1d(yTrain, 'int32'),
    xTest: images(xTest),
    yTest: tf.tensor1d(yTest, 'int32'),
  };
}

import { axisIn } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/** The tensor with `axis`, along which the classes lie, moved behind the others. */
export function classesLast(who: string, tensor: tf.Tensor, axis: number): tf.Tensor {
  const place = axisIn(who, axis, tensor.rank);
  if (place === tensor.rank - 1) return tensor;
  const others = tensor.shape.map((_, each) => each).filter((each) => each !== place);
  return tf.transpose(tensor, [...others, place]);
}

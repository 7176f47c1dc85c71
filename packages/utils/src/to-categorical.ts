import { LabelError, OptionError, requireWhole, ShapeError, show } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { type ArrayLikeData, toRows } from '@tsuno/models';

/**
 * Class numbers as one-hot rows: a 1 in the column of the class, 0 elsewhere; [n] or [n, 1] becomes [n, numClasses].
 *
 * @param numClasses one more than the largest class when it is left out.
 * @throws LabelError for a label that is no whole number from 0 to numClasses − 1.
 * @see https://keras.io/api/utils/python_utils/#to_categorical-function
 * @example
 * import { utils } from 'tsuno';
 *
 * const oneHot = utils.toCategorical([0, 2], 3);
 * console.assert(oneHot.dataSync().join() === '1,0,0,0,0,1');
 */
export function toCategorical(x: ArrayLikeData, numClasses?: number): tf.Tensor {
  const who = 'toCategorical';
  if (numClasses !== undefined) requireWhole(who, { numClasses }, 1);
  const { values, shape, size } = toRows(who, 'x', x);
  if (values.length === 0) throw new ShapeError(`${who}: x holds no labels.`);
  values.forEach((label, at) => {
    if (Number.isInteger(label) && label >= 0) return;
    throw new LabelError(`${who}: label ${at} is ${label}, and classes are whole numbers from 0.`);
  });
  let classes = numClasses ?? 1;
  if (numClasses === undefined) for (const label of values) classes = Math.max(classes, label + 1);
  const at = values.findIndex((label) => label >= classes);
  if (at >= 0) {
    throw new LabelError(
      `${who}: label ${at} is ${values[at]}, but there are ${classes} classes, so labels run from 0 to ${classes - 1}.`,
    );
  }
  // Keras drops a last axis of one: a column of labels is a list of them.
  const axes = [size, ...shape];
  const kept = axes.length > 1 && axes.at(-1) === 1 ? axes.slice(0, -1) : axes;
  const oneHot = requireRoom(values.length * classes);
  values.forEach((label, row) => {
    oneHot[row * classes + label] = 1;
  });
  return tf.tensor(oneHot, [...kept, classes]);
}

/** 1 GiB: a label that is a year or an identifier makes a column of each number below it. */
const MOST = 2 ** 28;

function requireRoom(numbers: number): Float32Array {
  if (numbers <= MOST) return new Float32Array(numbers);
  throw new OptionError(
    `toCategorical: that is ${show(numbers)} numbers, more than ${MOST}. Are these labels of classes?`,
  );
}

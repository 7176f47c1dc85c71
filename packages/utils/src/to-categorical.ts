import {
  counted,
  declareOptions,
  LabelError,
  OptionError,
  type OptionsOf,
  option,
  ShapeError,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { type ArrayLikeData, toRows } from '@tsuno/models';
import { readOptions } from './read-options.ts';

const declared = declareOptions('toCategorical', {
  /** How many classes; one more than the largest label when it is left out. */
  numClasses: option.optional(option.whole('[1, ∞)')),
});

export interface ToCategoricalOptions extends OptionsOf<typeof declared>, Shown {}

/** 1 GiB: a label that is a year or an identifier would make a column of each number below it. */
const MOST_NUMBERS = 2 ** 28;

/**
 * Class numbers as one-hot rows: a 1 in the column of the class, 0 elsewhere; [n] or [n, 1] becomes [n, numClasses].
 *
 * @throws LabelError for a label that is no whole number from 0 to numClasses − 1.
 * @see https://keras.io/api/utils/python_utils/#to_categorical-function
 * @example
 * import { utils } from 'tsuno';
 *
 * const oneHot = utils.toCategorical([0, 2], { numClasses: 3 });
 * console.assert(oneHot.dataSync().join() === '1,0,0,0,0,1');
 */
export function toCategorical(x: ArrayLikeData, options: ToCategoricalOptions = {}): tf.Tensor {
  const who = 'toCategorical';
  const { numClasses } = readOptions(declared, options, '{ numClasses: 10 }');
  const { values, shape, size } = toRows(who, 'x', x);
  if (values.length === 0) throw new ShapeError(`${who}: x holds no labels.`);
  let classes = numClasses ?? 1;
  values.forEach((label, at) => {
    if (!Number.isInteger(label) || label < 0) {
      throw new LabelError(
        `${who}: label ${at} is ${label}, and classes are whole numbers from 0 on.`,
      );
    }
    if (numClasses === undefined) classes = Math.max(classes, label + 1);
    else if (label >= numClasses) {
      throw new LabelError(
        `${who}: label ${at} is ${label}, but there ${numClasses === 1 ? 'is' : 'are'} ${counted(numClasses, 'class', 'classes')}, so labels run from 0 to ${numClasses - 1}.`,
      );
    }
  });
  if (values.length * classes > MOST_NUMBERS) {
    throw new OptionError(
      `${who}: ${values.length} labels of ${classes} classes make more than ${MOST_NUMBERS} numbers. Are these labels of classes?`,
    );
  }
  const oneHot = new Float32Array(values.length * classes);
  values.forEach((label, row) => {
    oneHot[row * classes + label] = 1;
  });
  // Keras drops a last axis of one: a column of labels is a list of them.
  const axes = [size, ...shape];
  const kept = axes.length > 1 && axes.at(-1) === 1 ? axes.slice(0, -1) : axes;
  return tf.tensor(oneHot, [...kept, classes]);
}

import {
  DataError,
  OptionError,
  plainObjectHint,
  type Rows,
  ShapeError,
  show,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { MOST_NUMBERS, requireBudget } from '../budget.ts';

/** A one-dimensional array of numbers that JavaScript keeps packed. */
export type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** Numbers in nested lists, all rows equally long: `[[0, 1], [2, 3]]`. */
export type NestedNumbers = readonly (number | boolean | NestedNumbers | NumericArray)[];

/** What `fit`, `evaluate` and `predict` take for examples, targets and weights. */
export type ArrayLikeData = tf.Tensor | NumericArray | NestedNumbers;

/**
 * Examples in host memory, whatever they came as.
 *
 * @throws OptionError for something that holds no numbers; DataError for ragged lists.
 */
export function toRows(who: string, name: string, data: unknown): Rows {
  if (data instanceof tf.Tensor) return rowsOfTensor(who, name, data);
  if (isNumericArray(data)) return { values: packed(data), shape: [], size: data.length };
  if (Array.isArray(data)) return rowsOfNested(who, name, data);
  // Views are iterable too, but are never batches.
  const hint = ArrayBuffer.isView(data)
    ? /^Big/.test(data.constructor.name)
      ? ' Make numbers of its bigints: Int32Array.from(x, Number), or Float64Array.from(x, Number) for large ones.'
      : ''
    : isIterable(data)
      ? ' Only fit and evaluate take an iterable, of batches [x, y], in the place of x and y.'
      : plainObjectHint(data);
  throw new OptionError(
    `${who}: ${name} must be a tensor, nested lists of numbers or a typed array, got ${show(data)}.${hint}`,
  );
}

function isIterable(data: unknown): boolean {
  return (
    typeof data === 'object' &&
    data !== null &&
    (Symbol.iterator in data || Symbol.asyncIterator in data)
  );
}

export function isNumericArray(data: unknown): data is NumericArray {
  return (
    ArrayBuffer.isView(data) &&
    !(data instanceof DataView) &&
    !(data instanceof BigInt64Array) &&
    !(data instanceof BigUint64Array)
  );
}

function rowsOfTensor(who: string, name: string, tensor: tf.Tensor): Rows {
  if (tensor.isDisposed) {
    throw new OptionError(`${who}: ${name} is a tensor that is disposed of already.`);
  }
  if (tensor.rank === 0 || tensor.dtype === 'string' || tensor.dtype === 'complex64') {
    throw new OptionError(
      `${who}: ${name} must be a tensor of numbers with the examples along its first axis, got ${tensor.dtype} of shape ${showShape(tensor.shape)}.`,
    );
  }
  const [size, ...shape] = tensor.shape;
  return { values: packed(tensor.dataSync<'float32'>()), shape, size };
}

/** Whole numbers stay whole, everything else becomes float32. */
function packed(data: NumericArray): Float32Array | Int32Array {
  if (data instanceof Float32Array || data instanceof Int32Array) return data;
  const isWhole = !(data instanceof Float64Array || data instanceof Uint32Array);
  return isWhole ? Int32Array.from(data) : Float32Array.from(data);
}

function rowsOfNested(who: string, name: string, data: readonly unknown[]): Rows {
  const [size, ...shape] = shapeOfNested(who, name, data);
  const width = sizeOf(shape);
  // What a first row promises beyond the budget is not allocated; that a later row breaks it is the better thing to say.
  const isTooMuch = size * width > MOST_NUMBERS;
  const values = new Float32Array(isTooMuch ? 0 : size * width);
  let next = 0;
  const fill = (item: unknown, depth: number, path: string): void => {
    const isList = Array.isArray(item) || isNumericArray(item);
    const expected = depth === 0 ? size : shape[depth - 1];
    if (isList !== (expected !== undefined) || (isList && item.length !== expected)) {
      throw new DataError(
        `${who}: ${name} is ragged: ${path} is ${isList ? `a list of ${item.length}` : show(item)}, but ${expected === undefined ? 'others there are numbers' : `the first there is a list of ${expected}`}. All rows must have the same form.`,
      );
    }
    if (isList) {
      for (let i = 0; i < item.length; i++) fill(item[i], depth + 1, `${path}[${i}]`);
      return;
    }
    if (typeof item !== 'number' && typeof item !== 'boolean') {
      throw new DataError(`${who}: ${path} is ${show(item)}, but ${name} must hold numbers.`);
    }
    values[next++] = Number(item);
  };
  fill(data, 0, name);
  requireBudget(`${who}: ${name} holds`, size * width, 'Give it in batches, from an iterable.');
  return { values, shape, size };
}

/**
 * The lengths along the first elements.
 *
 * @throws DataError for a list that contains itself; ShapeError for one with more axes than any data have.
 */
function shapeOfNested(who: string, name: string, data: unknown): number[] {
  const lengths: number[] = [];
  const lists = new Set<unknown>();
  let item = data;
  while (Array.isArray(item)) {
    if (lists.has(item)) throw new DataError(`${who}: ${name} is a list that contains itself.`);
    lists.add(item);
    lengths.push(item.length);
    item = item[0];
  }
  if (isNumericArray(item)) lengths.push(item.length);
  if (lengths.length > MOST_AXES) {
    throw new ShapeError(
      `${who}: ${name} has ${lengths.length} axes, lists in lists; at most ${MOST_AXES} are possible.`,
    );
  }
  return lengths;
}

/** Far more than tensors can have; it bounds how deep lists are followed. */
const MOST_AXES = 16;

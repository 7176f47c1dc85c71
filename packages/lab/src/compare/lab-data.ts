import { OptionError, refuseUnknownOptions, show } from '@tsuno/core';
import type { ArrayLikeData } from '@tsuno/models';

/** What is trained on and, where given, what runs are judged by: as `mnist.load()` gives it. */
export interface LabData {
  readonly xTrain: ArrayLikeData;
  readonly yTrain: ArrayLikeData;
  readonly xTest?: ArrayLikeData;
  readonly yTest?: ArrayLikeData;
}

/** @throws OptionError for data that is not of this form. */
export function requireData(who: string, data: unknown): asserts data is LabData {
  if (typeof data !== 'object' || data === null || Array.isArray(data) || 'shape' in data) {
    throw new OptionError(
      `${who}: data must be { xTrain, yTrain } with or without { xTest, yTest }, got ${show(data)}.`,
    );
  }
  const { xTrain, yTrain, xTest, yTest, ...unknown } = data as Record<string, unknown>;
  refuseUnknownOptions(`${who}: data`, unknown, ['xTrain', 'yTrain', 'xTest', 'yTest']);
  for (const [name, value] of Object.entries({ xTrain, yTrain })) {
    if (value === undefined) throw new OptionError(`${who}: data.${name} is missing.`);
  }
  for (const [name, value] of Object.entries({ xTrain, yTrain, xTest, yTest })) {
    if (value !== undefined && !isArrayLike(value)) {
      throw new OptionError(
        `${who}: data.${name} must be a list with at least one example, a typed array or a tensor, got ${show(value)}.`,
      );
    }
  }
  if ((xTest === undefined) !== (yTest === undefined)) {
    throw new OptionError(`${who}: data has one of xTest and yTest; give both or neither.`);
  }
}

/** Whether there are examples to be counted. */
function isArrayLike(value: unknown): value is ArrayLikeData {
  if (typeof value !== 'object' || value === null) return false;
  const isTensor = 'shape' in value && Array.isArray(value.shape) && value.shape.length > 0;
  const isList = Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
  return (isTensor || isList) && exampleCount(value as ArrayLikeData) > 0;
}

/** How many examples there are. */
export function exampleCount(x: ArrayLikeData): number {
  return 'shape' in x ? x.shape[0] : x.length;
}

/** The shape of one of them, which a model is built for. */
export function shapeOfExample(x: ArrayLikeData): readonly number[] {
  if ('shape' in x) return x.shape.length === 1 ? [1] : x.shape.slice(1);
  const shape: number[] = [];
  for (let item: unknown = x[0]; typeof item === 'object' && item !== null; ) {
    const { length } = item as ArrayLike<unknown>;
    shape.push(length);
    item = (item as ArrayLike<unknown>)[0];
  }
  return shape.length === 0 ? [1] : shape;
}

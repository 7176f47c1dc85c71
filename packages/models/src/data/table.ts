import {
  DataError,
  LabelError,
  OptionError,
  type Rows,
  ShapeError,
  sameShape,
  show,
  showShape,
  sizeOf,
  type Table,
} from '@tsuno/core';
import { type ClassWeight, weightsOfClasses } from './class-weight.ts';
import { type ArrayLikeData, toRows } from './to-rows.ts';

export interface TableOptions {
  readonly sampleWeight?: ArrayLikeData | null;
  readonly classWeight?: ClassWeight | null;
}

/**
 * Inputs, targets and weights as one table, checked: equally many rows, every number finite. A list of single numbers
 * as inputs is a column, as in Keras.
 *
 * @throws ShapeError for lengths that differ, DataError for NaN and infinity.
 */
export function makeTable(
  who: string,
  x: unknown,
  y: unknown,
  { sampleWeight = null, classWeight = null }: TableOptions = {},
): Table {
  if (sampleWeight !== null && classWeight !== null) {
    throw new OptionError(
      `${who}: give classWeight or sampleWeight, not both. To combine them, multiply the class weights into sampleWeight.`,
    );
  }
  const inputs = asExamples(toRows(who, 'x', x));
  const targets = y === undefined || y === null ? null : toRows(who, 'y', y);
  const given = sampleWeight === null ? null : toRows(who, 'sampleWeight', sampleWeight);
  if (inputs.size === 0) throw new DataError(`${who}: x holds no examples.`);
  if (inputs.values.length === 0) {
    throw new DataError(
      `${who}: the examples of x hold no numbers, their shape is ${showShape(inputs.shape)}.`,
    );
  }
  requireSize(who, 'y', targets, inputs.size);
  requireSize(who, 'sampleWeight', given, inputs.size);
  requireFinite(who, 'x', inputs);
  requireFinite(who, 'y', targets);
  requireFinite(who, 'sampleWeight', given);
  const weights = classWeight === null ? given : weightsOfClasses(who, targets, classWeight);
  return { x: inputs, y: targets, sampleWeight: weights && asFloats(weights) };
}

function asExamples({ values, shape, size }: Rows): Rows {
  return {
    values: values instanceof Float32Array ? values : Float32Array.from(values),
    shape: shape.length === 0 ? [1] : shape,
    size,
  };
}

function asFloats({ values, shape, size }: Rows): Rows {
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  // [n, 1] is one weight for each example.
  return { values: floats, shape: sizeOf(shape) === 1 ? [] : shape, size };
}

function requireSize(who: string, name: string, rows: Rows | null, size: number): void {
  if (rows !== null && rows.size !== size) {
    throw new ShapeError(
      `${who}: x has ${size} rows, but ${name} has ${rows.size}. Each example needs one of each.`,
    );
  }
}

function requireFinite(who: string, name: string, rows: Rows | null): void {
  if (rows === null || rows.values instanceof Int32Array) return;
  const { values, shape } = rows;
  if (isAllFinite(values)) return;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    const width = sizeOf(shape);
    const row = Math.floor(i / width);
    throw new DataError(
      `${who}: ${name}${placeOf(i, shape)} is ${values[i]} (row ${row}${shape.length === 1 ? `, column ${i % width}` : ''}), and it would spread to every number that meets it: remove the row or fill the value in.`,
    );
  }
}

/** Zero times anything finite is zero: four sums at once are faster than a question for every number. */
function isAllFinite(values: Float32Array): boolean {
  const whole = values.length - (values.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += values[i] * 0;
    b += values[i + 1] * 0;
    c += values[i + 2] * 0;
    d += values[i + 3] * 0;
  }
  for (let i = whole; i < values.length; i++) a += values[i] * 0;
  return a + b + c + d === 0;
}

/** `[5][1]`: where the number with this position in the rows stands. */
function placeOf(position: number, shape: readonly number[]): string {
  let rest = position;
  const indices = [...shape].reverse().map((size) => {
    const index = rest % size;
    rest = Math.floor(rest / size);
    return index;
  });
  return [rest, ...indices.reverse()].map((index) => `[${index}]`).join('');
}

/** @throws ShapeError when the examples are not what the model takes. */
export function requireInputShape(who: string, x: Rows, expected: readonly number[]): void {
  if (sameShape(x.shape, expected)) return;
  throw new ShapeError(
    `${who}: the model takes examples of shape ${showShape(expected)}, but those of x are ${showShape(x.shape)}.${shapeHint(x, expected)}`,
  );
}

function shapeHint({ shape, size }: Rows, expected: readonly number[]): string {
  if (sameShape(shape, [1]) && sameShape([size], expected)) {
    return ` A list of ${size} numbers is ${size} examples; for one, write [[…]].`;
  }
  if (sameShape([size, ...shape], expected)) {
    return ' For one example write [x]: the first axis is that of the examples.';
  }
  return expected.length === 1 && sizeOf(shape) === expected[0]
    ? ' Put layers.Flatten() first, or reshape x.'
    : '';
}

/** @throws LabelError when there are no targets. */
export function requireTargets(who: string, y: Rows | null): asserts y is Rows {
  if (y === null) {
    throw new LabelError(
      `${who}: y is missing (${show(y)}). Training and evaluation compare with targets: ${who}(x, y).`,
    );
  }
}

/** The rows from `start` to `end` of a table, without a copy. */
export function sliceTable(table: Table, start: number, end: number): Table {
  const cut = <R extends Rows | null>(rows: R): R => {
    if (rows === null) return rows;
    const width = sizeOf(rows.shape);
    return { ...rows, values: rows.values.subarray(start * width, end * width), size: end - start };
  };
  return { x: cut(table.x), y: cut(table.y), sampleWeight: cut(table.sampleWeight) };
}

import { sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import type { CsvColumn } from './csv-column.ts';

/** Rows as they were read, one number for each column; codes of classes already have their final numbers. */
export interface ReadRows {
  readonly values: Float32Array;
  readonly size: number;
}

/** What features are called: a one-hot column is one for each of its classes. */
export function featureNamesOf(columns: readonly CsvColumn[]): readonly string[] {
  const features = columns.filter(({ role }) => role === 'feature');
  return features.flatMap(({ name, kind, classes }) =>
    kind === 'oneHot' ? classes.map((label) => `${name}=${label}`) : name,
  );
}

/** The classes of the target, where there is one and it is one of classes. */
export function classNamesOf(columns: readonly CsvColumn[]): readonly string[] {
  const targets = columns.filter(({ role }) => role === 'target');
  return targets.length === 1 ? targets[0].classes : [];
}

/** The features: [rows, features], float32. */
export function featuresOf(columns: readonly CsvColumn[], rows: ReadRows): tf.Tensor2D {
  const width = featureNamesOf(columns).length;
  return tf.tensor2d(encoded(columns, rows, 'feature', width), [rows.size, width]);
}

/** One target of classes gives whole numbers [rows], one of numbers float32 [rows]; several, or a one-hot one, a row each. */
export function targetsOf(columns: readonly CsvColumn[], rows: ReadRows): tf.Tensor | null {
  const targets = columns.filter(({ role }) => role === 'target');
  if (targets.length === 0) return null;
  const isOneHot = targets.some(({ kind }) => kind === 'oneHot');
  const shape = targets.length === 1 && !isOneHot ? [] : [widthOf(targets)];
  const values = encoded(columns, rows, 'target', sizeOf(shape));
  const isLabel = targets.length === 1 && targets[0].kind === 'label';
  return isLabel
    ? tf.tensor1d(Int32Array.from(values), 'int32')
    : tf.tensor(values, [rows.size, ...shape]);
}

const widthOf = (columns: readonly CsvColumn[]) =>
  columns.reduce((sum, { kind, classes }) => sum + (kind === 'oneHot' ? classes.length : 1), 0);

function encoded(
  columns: readonly CsvColumn[],
  { values, size }: ReadRows,
  role: CsvColumn['role'],
  width: number,
): Float32Array {
  const isPlain = columns.every((column) => column.role === role && column.kind !== 'oneHot');
  if (isPlain) return values;
  const result = new Float32Array(size * width);
  let place = 0;
  columns.forEach((column, from) => {
    if (column.role !== role) return;
    for (let row = 0; row < size; row++) {
      const value = values[row * columns.length + from];
      if (column.kind === 'oneHot') result[row * width + place + value] = 1;
      else result[row * width + place] = value;
    }
    place += column.kind === 'oneHot' ? column.classes.length : 1;
  });
  return result;
}

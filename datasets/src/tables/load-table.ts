import { refuseUnknownOptions, requireNamedOptions } from 'tsuno/core';
import * as tf from 'tsuno/tf';

/** A small set as a table, and what there is to know of it. */
export interface TableSet {
  /** [examples, features], float32. */
  readonly x: tf.Tensor2D;
  /** [examples]: class numbers (int32), or numbers (float32) where there are no classes. */
  readonly y: tf.Tensor1D;
  readonly featureNames: readonly string[];
  /** The classes by their numbers; empty where the target is a number. */
  readonly classNames: readonly string[];
  /** What y is. */
  readonly targetName: string;
  /** What the set is, where it comes from, and under which licence. */
  readonly description: string;
}

/** What is written of a set by hand; its numbers are in a file of their own, loaded with the first `load`. */
export interface TableFacts extends Pick<TableSet, 'featureNames' | 'classNames' | 'targetName'> {
  readonly about: string;
  readonly source: string;
  readonly licence: string;
  rows(): Promise<{ readonly ROWS: string }>;
  /** The numbers of a line, without the target; those between commas when it is left out. */
  readonly parse?: (line: string) => ArrayLike<number>;
  /** What becomes of a feature's numbers. */
  readonly prepare?: (column: Float64Array) => Float64Array;
}

/** @throws OptionError for options: a table has none. */
export async function loadTable(
  who: string,
  given: ArrayLike<unknown>,
  facts: TableFacts,
): Promise<TableSet> {
  requireNamedOptions(who, given);
  refuseUnknownOptions(who, given[0] ?? {}, []);
  return readTable(facts);
}

export async function readTable({
  rows,
  parse,
  prepare,
  about,
  source,
  licence,
  ...names
}: TableFacts): Promise<TableSet> {
  const { ROWS } = await rows();
  const lines = ROWS.split('\n');
  const width = names.featureNames.length;
  const x = new Float64Array(lines.length * width);
  const targets = new Float32Array(lines.length);
  lines.forEach((line, row) => {
    const last = parse === undefined ? line.lastIndexOf(',') : width - 1;
    const values = parse?.(line) ?? line.slice(0, last).split(',').map(Number);
    x.set(Array.from(values), row * width);
    targets[row] = Number(line.slice(last + 1));
  });
  const prepared = prepare === undefined ? x : byColumn(x, width, prepare);
  const isLabel = names.classNames.length > 0;
  return Object.freeze({
    ...names,
    x: tf.tensor2d(Float32Array.from(prepared), [lines.length, width]),
    y: isLabel ? tf.tensor1d(Int32Array.from(targets), 'int32') : tf.tensor1d(targets),
    description: `${about}\n\nSource: ${source}\nLicence: ${licence}`,
  });
}

function byColumn(
  x: Float64Array,
  width: number,
  prepare: (column: Float64Array) => Float64Array,
): Float64Array {
  const result = x.slice();
  for (let column = 0; column < width; column++) {
    const own = x.filter((_, at) => at % width === column);
    prepare(own).forEach((value, row) => {
      result[row * width + column] = value;
    });
  }
  return result;
}

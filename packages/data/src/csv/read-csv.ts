import { OptionError, type OptionsOf, type Shown, show } from '@tsuno/core';
import type * as tf from '@tsuno/core/tf';
import { openData } from '@tsuno/saving/files';
import type { DataSource } from '../data-source.ts';
import type { CsvColumn, CsvColumns } from './csv-column.ts';
import { declaredCsv, declaredText } from './csv-options.ts';
import { classNamesOf, featureNamesOf, featuresOf, targetsOf } from './encode-rows.ts';
import { type CsvReading, readRows } from './read-rows.ts';
import { readingOf } from './reading-of.ts';
import { type RowStore, rowStore } from './row-store.ts';
import { textPieces, wholeText } from './text-pieces.ts';

export interface CsvOptions extends OptionsOf<typeof declaredCsv>, Shown {}

export interface ParseCsvOptions extends OptionsOf<typeof declaredText>, Shown {}

/** A table as `fit` takes it. */
export interface CsvData<Y extends tf.Tensor | null = tf.Tensor | null> extends CsvColumns {
  /** [rows, features], float32. */
  readonly x: tf.Tensor2D;
  /** The target: class numbers (int32) or numbers (float32) [rows], a row each for several; null when there is none. */
  readonly y: Y;
  /** What the features are called: `'alcohol'`, and for each class of a one-hot column `'colour=red'`. */
  readonly featureNames: readonly string[];
  /** The classes of the target by their numbers; empty for a target of numbers. */
  readonly classNames: readonly string[];
  /** What the columns have turned out to be: plain data, for `like`. */
  readonly columns: readonly CsvColumn[];
  /** The line of the file that each row began on: rows may have been dropped. */
  readonly lines: Uint32Array;
}

/** With these options there is a target. */
export type WithTarget =
  | { readonly target: string | readonly string[] }
  | { readonly target?: undefined; readonly like: CsvData<tf.Tensor> };

/**
 * Reads a CSV file as tensors: `x` of all columns but the target, `y` of the target, with their names. The file is read piece by
 * piece, so that memory holds the numbers and not the text.
 *
 * Columns are numbers unless you say what they are: `columns: { colour: 'oneHot', grade: ['low', 'high'], id: 'ignore' }`. A
 * target of texts becomes class numbers, in the order of `classNames`. Delimiter, line ends and byte-order marks are found;
 * decimal commas are `decimal: ','`. Nothing is guessed about values: what is missing or no number is an error that names
 * line, column and value, until you say what to do.
 *
 * @throws OptionError for columns that are not there; DataError for what the file holds.
 * @example
 * import { data } from 'tsuno';
 *
 * const file = new Blob(['size;colour;kind\n"1,5";red;apple\n2;green;pear\n']);
 * const { x, y, featureNames, classNames } = await data.readCsv(file, {
 *   target: 'kind',
 *   columns: { colour: 'oneHot' },
 *   decimal: ',',
 * });
 * console.assert(featureNames.join() === 'size,colour=green,colour=red');
 * console.assert(x.dataSync().join() === '1.5,0,1,2,1,0');
 * console.assert(classNames[y.dataSync()[1]] === 'pear');
 */
export function readCsv(
  source: DataSource,
  options: CsvOptions & WithTarget,
): Promise<CsvData<tf.Tensor>>;
export function readCsv(source: DataSource, options?: CsvOptions): Promise<CsvData>;
export async function readCsv(source: DataSource, options: CsvOptions = {}): Promise<CsvData> {
  const who = 'readCsv';
  const reading = readingOf(declaredCsv, options);
  const { encoding, maxBytes } = reading;
  const place = await openData(who, source);
  const pieces = place.pieces?.(maxBytes) ?? [await place.bytes(maxBytes)];
  return tableOf(who, place.name, textPieces(who, place.name, pieces, encoding), reading);
}

/**
 * The same for a text that is in memory.
 *
 * @throws as `readCsv`.
 * @example
 * import { data } from 'tsuno';
 *
 * const { x, y } = await data.parseCsv('a,b,sum\n1,2,3\n4,5,9\n', { target: 'sum' });
 * console.assert(x.shape.join() === '2,2' && y.dataSync()[1] === 9);
 */
export function parseCsv(
  text: string,
  options: ParseCsvOptions & WithTarget,
): Promise<CsvData<tf.Tensor>>;
export function parseCsv(text: string, options?: ParseCsvOptions): Promise<CsvData>;
export async function parseCsv(text: string, options: ParseCsvOptions = {}): Promise<CsvData> {
  const who = 'parseCsv';
  const reading = readingOf(declaredText, options);
  if (typeof text !== 'string') {
    throw new OptionError(
      `${who}: text must be a string, got ${show(text)}. Files are read by readCsv.`,
    );
  }
  if (
    /^[^\n,;\t]+[.](csv|tsv|txt)$/i.test(text.trim()) ||
    /^https?:[/][/]\S+$/i.test(text.trim())
  ) {
    throw new OptionError(
      `${who}: ${show(text)} is where a file is, not the text of one. Read it with readCsv(${show(text)}).`,
    );
  }
  return tableOf(who, 'the text', wholeText(text), reading);
}

async function tableOf(
  who: string,
  name: string,
  pieces: AsyncIterable<string>,
  reading: CsvReading,
): Promise<CsvData> {
  const kept: { store?: RowStore } = {};
  const finished = await readRows(who, name, pieces, reading, (width) => {
    kept.store = rowStore(width);
    return kept.store;
  });
  const rows = (kept.store as RowStore).take(finished);
  const columns = Object.freeze(finished.map(({ column }) => Object.freeze(column)));
  return Object.freeze({
    x: featuresOf(columns, rows),
    y: targetsOf(columns, rows),
    featureNames: featureNamesOf(columns),
    classNames: classNamesOf(columns),
    columns,
    lines: rows.lines,
  });
}

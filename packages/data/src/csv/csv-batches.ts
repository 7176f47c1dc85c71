import { OptionError, type OptionsOf, type Shown } from '@tsuno/core';
import type * as tf from '@tsuno/core/tf';
import { openData } from '@tsuno/saving/files';
import type { DataSource } from '../data-source.ts';
import type { CsvColumn, CsvColumns } from './csv-column.ts';
import { declaredBatches } from './csv-options.ts';
import { classNamesOf, featureNamesOf, featuresOf, targetsOf } from './encode-rows.ts';
import { type CsvReading, readRows } from './read-rows.ts';
import { readingOf } from './reading-of.ts';
import { rowsPiecewise } from './rows-piecewise.ts';
import { textPieces } from './text-pieces.ts';

export interface CsvBatchesOptions extends OptionsOf<typeof declaredBatches>, Shown {}

/** A file as batches `[x, y]`: `fit` takes it, and goes through it once an epoch. */
export interface CsvBatches extends CsvColumns, AsyncIterable<[x: tf.Tensor2D, y: tf.Tensor]> {
  /** What the features are called. */
  readonly featureNames: readonly string[];
  /** The classes of the target by their numbers; empty for a target of numbers. */
  readonly classNames: readonly string[];
  /** What the columns have turned out to be: plain data, for `like`. */
  readonly columns: readonly CsvColumn[];
  /** Rows of the file, without those that are dropped. */
  readonly rows: number;
}

/**
 * Opens a CSV file that does not fit into memory: batches for `fit`, in the order of the file, read anew in each epoch. The file
 * is read once before, so that everything in it is checked, and classes, means and medians are known.
 *
 * Rows are not shuffled: shuffle the file once if it is sorted.
 *
 * @throws as `readCsv`; OptionError without a target, and for a Response, which can be read once only.
 * @example
 * import { data, layers, Sequential } from 'tsuno';
 *
 * const file = new Blob(['a,b,sum\n1,2,3\n4,5,9\n0,1,1\n']);
 * const batches = await data.csvBatches(file, { target: 'sum', batchSize: 2 });
 * const model = new Sequential([layers.Dense({ units: 1 })]);
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * await model.fit(batches, { epochs: 2, verbose: 0 });
 * console.assert(batches.rows === 3);
 */
export async function csvBatches(
  source: DataSource,
  options: CsvBatchesOptions,
): Promise<CsvBatches> {
  const who = 'csvBatches';
  const { batchSize, encoding, maxBytes, ...reading } = readingOf(declaredBatches, options ?? {});
  if (reading.target === null && reading.like === undefined) {
    throw new OptionError(`${who}: name the column to predict: { target: 'class' }.`);
  }
  // Asked for first, because jsdom under Jest has none.
  if (typeof Response === 'function' && source instanceof Response) {
    throw new OptionError(
      `${who}: a Response can be read once only, and every epoch reads. Give its URL, or a Blob: await response.blob().`,
    );
  }
  const open = async () => {
    const place = await openData(who, source);
    const pieces = place.pieces?.(maxBytes) ?? [await place.bytes(maxBytes)];
    return { name: place.name, text: textPieces(who, place.name, pieces, encoding) };
  };
  let rows = 0;
  const first = await open();
  const finished = await readRows(who, first.name, first.text, reading, () => ({
    put: () => {
      rows += 1;
    },
  }));
  const columns = Object.freeze(finished.map(({ column }) => Object.freeze(column)));
  // From now on everything about the columns is known.
  const again: CsvReading = {
    ...reading,
    target: null,
    given: {},
    features: undefined,
    columns: {},
    like: { columns },
  };
  return Object.freeze({
    featureNames: featureNamesOf(columns),
    classNames: classNamesOf(columns),
    columns,
    rows,
    async *[Symbol.asyncIterator]() {
      const { name, text } = await open();
      for await (const batch of rowsPiecewise(who, name, text, again, batchSize)) {
        yield [featuresOf(columns, batch), targetsOf(columns, batch)] as [tf.Tensor2D, tf.Tensor];
      }
    },
  });
}

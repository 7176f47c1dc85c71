import { counted, DataError, show } from '@tsuno/core';
import type { CsvColumn } from './csv-column.ts';
import { type CsvDialect, type CsvRow, csvRows } from './csv-rows.ts';
import { numberParser } from './parse-number.ts';
import { type ColumnWishes, headerOf, planColumns } from './plan-columns.ts';
import { type ReadingColumn, readingColumn } from './read-column.ts';

/** How a file is to be read: the options, checked. */
export interface CsvReading extends ColumnWishes, CsvDialect {
  readonly header: boolean | readonly string[];
  readonly maxRows: number;
}

/** Where the numbers of a row go. */
export interface RowSink {
  /** As many numbers as there are columns, in their order. */
  put(values: Float64Array, line: number): void;
}

/** What a column has turned out to be, and for each class as they came its number in the end. */
export interface FinishedColumn {
  readonly column: CsvColumn;
  readonly order: Int32Array | null;
}

/**
 * Reads all rows into a sink, and gives way after each piece of the file; what the columns have turned out to be comes last.
 *
 * @throws DataError for rows that are not like the header, and values that cannot be read, with the line.
 */
export async function* readingRows(
  who: string,
  name: string,
  text: AsyncIterable<string>,
  reading: CsvReading,
  begin: (columns: number) => RowSink,
): AsyncGenerator<void, readonly FinishedColumn[]> {
  let open: OpenTable | null = null;
  let count = 0;
  /** Rows by the column for which they were dropped. */
  const dropped = new Map<string, number>();
  for await (const rows of csvRows(who, name, text, reading)) {
    for (const row of rows) {
      if (open === null) {
        open = opened(who, name, row, reading, begin);
        if (reading.header === true) continue;
      }
      if (count === reading.maxRows) break;
      if (count === 0) requireNumbers(who, name, row, open);
      const lacking = readRow(who, name, row, open);
      if (lacking === null) count += 1;
      else dropped.set(lacking.name, (dropped.get(lacking.name) ?? 0) + 1);
    }
    if (count === reading.maxRows) break;
    yield;
  }
  if (open === null) throw new DataError(`${who}: ${name} is empty.`);
  if (count === 0) throw noRows(who, name, reading, dropped);
  return open.columns.map((column) => column.finish());
}

/** The same at one go. */
export async function readRows(
  ...given: Parameters<typeof readingRows>
): Promise<readonly FinishedColumn[]> {
  const rows = readingRows(...given);
  for (;;) {
    const { done, value } = await rows.next();
    if (done) return value;
  }
}

function noRows(
  who: string,
  name: string,
  { header }: CsvReading,
  dropped: ReadonlyMap<string, number>,
): DataError {
  if (dropped.size === 0) {
    return new DataError(
      `${who}: ${name} holds no rows${header === true ? ' but its header' : ''}.`,
    );
  }
  const columns = [...dropped].map(([column, rows]) => `${show(column)} (${counted(rows, 'row')})`);
  return new DataError(
    `${who}: every row of ${name} was dropped, because values are missing in ${columns.join(', ')}. Leave out such a column, { columns: { … : 'ignore' } }, or fill it in.`,
  );
}

interface OpenTable {
  readonly columns: readonly ReadingColumn[];
  /** Those whose missing values drop a row. */
  readonly dropping: readonly ReadingColumn[];
  /** Fields in a row. */
  readonly width: number;
  readonly sink: RowSink;
  /** The row at hand: one for all of them. */
  readonly values: Float64Array;
}

function opened(
  who: string,
  name: string,
  first: CsvRow,
  reading: CsvReading,
  begin: (columns: number) => RowSink,
): OpenTable {
  const header = headerOf(who, name, first.fields, reading.header);
  const planned = planColumns(who, header, reading);
  const columns = planned.map((column) => {
    const { decimal, thousands, missingValues } = column.format;
    const missing = new Set(missingValues);
    const parse = numberParser(decimal, thousands);
    return readingColumn(column, {
      who,
      name,
      parse,
      isMissingNumber: missingValues.some((text) => !Number.isNaN(parse(text))),
      isMissing: (text) => missing.has(text),
    });
  });
  const values = new Float64Array(columns.length);
  const dropping = columns.filter(({ isDropping }) => isDropping);
  return { columns, dropping, width: header.length, sink: begin(columns.length), values };
}

/** The column for which the row is dropped; null for one that is kept. */
function readRow(
  who: string,
  name: string,
  { fields, line }: CsvRow,
  open: OpenTable,
): ReadingColumn | null {
  if (fields.length !== open.width) {
    throw new DataError(
      `${who}: line ${line} of ${name} has ${counted(fields.length, 'field')}, but the header has ${open.width}. A field that holds the delimiter stands in quotes.`,
    );
  }
  // Before anything is read: what stands in a dropped row makes no class, and counts in no mean.
  for (const column of open.dropping) {
    if (column.isMissing(fields[column.index])) return column;
  }
  for (let i = 0; i < open.columns.length; i++) {
    const column = open.columns[i];
    open.values[i] = column.read(fields[column.index], line);
  }
  open.sink.put(open.values, line);
  return null;
}

/** Columns of texts are named all at once: a table has several, as a rule. */
function requireNumbers(
  who: string,
  name: string,
  { fields, line }: CsvRow,
  { columns, width }: OpenTable,
): void {
  if (fields.length !== width) return;
  const texts = columns.filter((column) => column.isText(fields[column.index]));
  if (texts.length < 2) return;
  const shown = texts.map(
    ({ name: column, index }) => `${show(column)} (${show(fields[index].slice(0, 30))})`,
  );
  const settings = texts.map(({ name: column }) => `${JSON.stringify(column)}: …`).join(', ');
  throw new DataError(
    `${who}: line ${line} of ${name} has texts in the columns ${shown.join(', ')}. Say what they are, 'oneHot', 'label' or 'ignore': { columns: { ${settings} } }.`,
  );
}

import { declareOptions, isPlainObject, option } from '@tsuno/core';
import { columnsOption, missingOption } from './column-options.ts';
import type { CsvColumns } from './csv-column.ts';

const numberHint = (given: unknown): string =>
  typeof given === 'number'
    ? ' Columns are told by their names, not by numbers; in a file without a header (header: false) they are "column 1", "column 2" ….'
    : '';

const columnName = option.kind<string>({
  takes: 'the name of a column',
  plural: 'names of columns',
  read: (given) => (typeof given === 'string' && given.trim() !== '' ? given : undefined),
  hint: numberHint,
});

const names = option.filled(option.list(columnName));

const header: { takes: string; read(given: unknown): boolean | readonly string[] | undefined } = {
  takes: 'true, false or a list of the columns’ names',
  read: (given) =>
    typeof given === 'boolean' ||
    (Array.isArray(given) && given.length > 0 && given.every((name) => typeof name === 'string'))
      ? (given as boolean)
      : undefined,
};

const isCsvColumns = (given: unknown): given is CsvColumns =>
  typeof given === 'object' &&
  given !== null &&
  Array.isArray((given as CsvColumns).columns) &&
  (given as { columns: unknown[] }).columns.every(
    (column) =>
      isPlainObject(column) &&
      typeof column.name === 'string' &&
      isPlainObject(column.format) &&
      Array.isArray(column.format.missingValues),
  );

const like = {
  takes: 'data that were read before, or { columns } of them',
  read: (given: unknown) => (isCsvColumns(given) ? given : undefined),
};

/** What decides which numbers a file becomes. */
const CONTENT_OPTIONS = {
  /** The column to predict, or several; null when there is none. */
  target: option.orNull({ ...option.oneOrList(columnName), hint: numberHint }),
  /** The columns to predict from, in this order; all but the target and those that are ignored when it is left out. */
  features: option.optional(names),
  /** What single columns are: their kind, their classes in order, what to do where they are missing. */
  columns: columnsOption,
  /** What to do where a value is missing: an error (`'refuse'`), drop the row, or fill in columns of numbers; a column may have its own in `columns`. */
  missing: missingOption,
  /** The same columns, classes, filled-in values and form of numbers as in data that were read before: for files to test with, or to predict. */
  like: option.optional(option.kind<CsvColumns>(like)),
};

/** How a file is written. */
const DIALECT_OPTIONS = {
  /** What separates the fields; found in the first line when it is left out. */
  delimiter: option.orNull(
    option.kind<string>({
      takes: 'one character',
      read: (given) =>
        typeof given === 'string' && given.length === 1 && !/["\r\n]/.test(given)
          ? given
          : undefined,
    }),
  ),
  /** What stands before the decimals. */
  decimal: option.oneOf(['.', ','], '.'),
  /** What separates thousands, if anything. */
  thousands: option.orNull(option.oneOf(['.', ',', ' ', "'", '_'])),
  /** Whether the first row names the columns; or their names, for a file without such a row. */
  header: option.kind<boolean | readonly string[], boolean | readonly string[], [boolean]>(
    header,
    true,
  ),
  /** What a missing value looks like. */
  missingValues: option.list(
    option.kind<string>({
      takes: 'a text',
      read: (given) => (typeof given === 'string' ? given : undefined),
    }),
    ['', 'NA', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', 'None', '?'],
  ),
  /** What lines that are no data begin with. */
  comment: option.orNull(option.text()),
  /** Lines at the top that are no data. */
  skipLines: option.whole('[0, ∞)', 0),
  /** The encoding of the file; UTF-8, or what its byte-order mark says. */
  encoding: option.optional(option.text()),
  /** Bytes that are read at most. */
  maxBytes: option.whole('[1, ∞)', 2 ** 36),
};

const HINTS = {
  sep: 'the option is called delimiter.',
  separator: 'the option is called delimiter.',
  label: 'the option is called target.',
};

const TABLE_OPTIONS = {
  ...CONTENT_OPTIONS,
  ...DIALECT_OPTIONS,
  /** Rows that are read at most. */
  maxRows: option.optional(option.whole('[1, ∞)')),
};

export const declaredCsv = declareOptions('readCsv', TABLE_OPTIONS, HINTS);

const { encoding: _encoding, maxBytes: _maxBytes, ...TEXT_OPTIONS } = TABLE_OPTIONS;

/** A text has been decoded, and is in memory. */
export const declaredText = declareOptions('parseCsv', TEXT_OPTIONS, {
  ...HINTS,
  encoding: 'encoding is for bytes, and a text has been decoded already. Give the file to readCsv.',
  maxBytes: 'maxBytes is for files, and a text is in memory already. Give the file to readCsv.',
});

export const declaredBatches = declareOptions(
  'csvBatches',
  {
    ...TABLE_OPTIONS,
    /** Rows in a batch. */
    batchSize: option.whole('[1, ∞)', 32),
  },
  HINTS,
);

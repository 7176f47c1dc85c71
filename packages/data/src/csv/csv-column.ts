/** How the cells of a column are written. */
export interface CellFormat {
  /** What stands before the decimals. */
  readonly decimal: '.' | ',';
  /** What separates thousands; null when nothing does. */
  readonly thousands: string | null;
  /** What a missing value looks like. */
  readonly missingValues: readonly string[];
}

/** A column as it was read: plain data, which may be kept beside a model. */
export interface CsvColumn {
  /** Its name in the header. */
  readonly name: string;
  readonly role: 'feature' | 'target';
  readonly kind: 'number' | 'label' | 'oneHot';
  /** The names of its classes, by their numbers; empty for a column of numbers. */
  readonly classes: readonly string[];
  /** What became of missing values: refused, dropped with their row, or filled in. */
  readonly missing: 'refuse' | 'drop' | 'fill';
  /** What was filled in where it was missing, as a number; null where nothing was. */
  readonly fill: number | null;
  /** How its cells were written: without it `1.500` might be 1500 in one file and 1.5 in the next. */
  readonly format: CellFormat;
}

/** What `like` needs of data that were read before. */
export interface CsvColumns {
  readonly columns: readonly CsvColumn[];
}

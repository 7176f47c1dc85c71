/** A column as it was read: plain data, which may be kept beside a model. */
export interface CsvColumn {
  /** Its name in the header. */
  readonly name: string;
  readonly role: 'feature' | 'target';
  readonly kind: 'number' | 'label' | 'oneHot';
  /** The names of its classes, by their numbers; empty for a column of numbers. */
  readonly classes: readonly string[];
  /** What was filled in where it was missing, as a number; null where missing values were refused. */
  readonly fill: number | null;
}

/** What `like` needs of data that were read before. */
export interface CsvColumns {
  readonly columns: readonly CsvColumn[];
}

export type { ColumnKind, ColumnOption, ColumnSettings, Missing } from './csv/column-options.ts';
export { type CsvBatches, type CsvBatchesOptions, csvBatches } from './csv/csv-batches.ts';
export type { CsvColumn, CsvColumns } from './csv/csv-column.ts';
export {
  type CsvData,
  type CsvOptions,
  type DataSource,
  parseCsv,
  readCsv,
} from './csv/read-csv.ts';

export type { ColumnKind, ColumnOption, ColumnSettings, Missing } from './csv/column-options.ts';
export { type CsvBatches, type CsvBatchesOptions, csvBatches } from './csv/csv-batches.ts';
export type { CsvColumn, CsvColumns } from './csv/csv-column.ts';
export {
  type CsvData,
  type CsvOptions,
  parseCsv,
  readCsv,
} from './csv/read-csv.ts';
export type { DataSource } from './data-source.ts';
export { toNpy } from './numpy/encode-npy.ts';
export {
  type NumpyReadOptions,
  type NumpyWriteOptions,
  readNpy,
  readNpz,
  writeNpy,
  writeNpz,
} from './numpy/numpy-files.ts';

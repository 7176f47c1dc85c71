export type {
  ColumnKind,
  ColumnOption,
  ColumnSettings,
  Missing,
  MissingEverywhere,
} from './csv/column-options.ts';
export { type CsvBatches, type CsvBatchesOptions, csvBatches } from './csv/csv-batches.ts';
export type { CellFormat, CsvColumn, CsvColumns } from './csv/csv-column.ts';
export {
  type CsvData,
  type CsvOptions,
  type ParseCsvOptions,
  parseCsv,
  readCsv,
} from './csv/read-csv.ts';
export type { DataSource } from './data-source.ts';
export {
  type ImageDataset,
  type ImageDatasetOptions,
  imageDatasetFromDirectory,
} from './images/image-dataset-from-directory.ts';
export {
  type ImageDataLike,
  type ImageOptions,
  type ImageSource,
  imageToTensor,
} from './images/image-to-tensor.ts';
export { toNpy } from './numpy/encode-npy.ts';
export {
  type NumpyReadOptions,
  type NumpyWriteOptions,
  readNpy,
  readNpz,
  writeNpy,
  writeNpz,
} from './numpy/numpy-files.ts';

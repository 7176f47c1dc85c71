import type { ReviveOptions } from './model-json.ts';

/**
 * Where a model is written; the ending of the name says the format:
 *
 * - a path such as `'models/digits.keras'`, or a `file:` URL, under Node: missing folders are made, and what was there
 *   stays until the new file is whole;
 * - `'indexeddb://digits.keras'`, in a page or a worker: kept in the browser's database, under this name, for this site;
 * - `'downloads://digits.keras'`, in a page: handed to the user as a download.
 */
export type FileTarget = string | URL;

/**
 * Where a model is read; the ending of the name says the format, and the bytes do where there is no name:
 *
 * - a path such as `'models/digits.keras'`, or a `file:` URL, under Node;
 * - an address, `https://…`, `data:…` or `blob:…`, as text or as a `URL`; in a page also one of the same site,
 *   `'models/digits.keras'`;
 * - a `Response`, for requests with headers or a signal of your own;
 * - `'indexeddb://digits.keras'`: what was saved under this name by this site;
 * - a `File` or a `Blob`; where a format has several files, all of them as a list, `[model.json, …shards]`;
 * - the bytes, as an `ArrayBuffer` or a `Uint8Array`.
 *
 * Files that a file names are read from its own folder alone.
 */
export type FileSource =
  | string
  | URL
  | Response
  | Blob
  | readonly File[]
  | FileList
  | ArrayBuffer
  | Uint8Array;

export interface SaveOptions {
  /** False refuses to take the place of a file that is there; true by default. */
  readonly overwrite?: boolean;
}

/** What may be read at most; a file that asks for more is refused before memory is taken. */
export interface FileBudget {
  /** Bytes of a file, unpacked: 4 GB by default. */
  readonly maxBytes?: number;
  /** Layers of a model: 10,000 by default. */
  readonly maxLayers?: number;
  /** Takes weights that are NaN or infinite, of a model that had diverged; false by default: a damaged file has them too. */
  readonly allowNonFinite?: boolean;
}

export interface LoadModelOptions extends ReviveOptions, FileBudget {
  /** False leaves the model as it was before `compile`; true by default. */
  readonly compile?: boolean;
}

export interface LoadWeightsOptions extends FileBudget {
  /** Weights go to the layers of the same name, whatever their order; layers that the file lacks keep theirs. */
  readonly byName?: boolean;
  /** Layers whose weights have other shapes, or are fewer, keep theirs, with a warning. */
  readonly skipMismatch?: boolean;
}

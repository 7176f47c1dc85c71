import type { ReviveOptions } from './model-json.ts';

/**
 * Where a model is written: a path or a file's URL (the ending says the format); in browsers `'indexeddb://name.keras'`
 * keeps it in the browser, and `'downloads://name.keras'` hands it to the user.
 */
export type FileTarget = string | URL;

/**
 * Where a model is read: a path or URL, `'indexeddb://name.keras'`, a `File` or `Blob` (a list of them where a format has
 * several files), a `Response`, or bytes.
 */
export type FileSource =
  | string
  | URL
  | Blob
  | Response
  | ArrayBuffer
  | Uint8Array
  | readonly File[];

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

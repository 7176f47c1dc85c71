/** Bytes under a name. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A place that is read from. */
export interface OpenSource {
  /** What errors call it: `digits.keras`. */
  readonly name: string;
  /** The name whose ending tells the format; null for bytes without one. */
  readonly fileName: string | null;
  /** The whole file. @throws DataError when it is larger than `most` bytes, or cannot be read. */
  bytes(most: number): Promise<Uint8Array>;
  /** A file beside it, by its name: no path leads out of its folder. */
  beside(name: string, most: number): Promise<Uint8Array>;
}

/** A place that is written to. */
export interface OpenTarget {
  readonly name: string;
  /** The name whose ending tells the format. */
  readonly fileName: string;
  /**
   * Writes all files or none: what was there stays until the new ones are whole.
   *
   * @throws OptionError when something is there and `overwrite` is false.
   */
  write(files: readonly NamedBytes[], options: { readonly overwrite: boolean }): Promise<void>;
}

/** Bytes under a name. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A place that is read from. */
export interface OpenSource {
  /** What errors call it: `"digits.keras"`. */
  readonly name: string;
  /** The name whose ending tells the format; null for bytes without one. */
  readonly fileName: string | null;
  /** The whole file. @throws DataError when it is larger than `most` bytes, or cannot be read. */
  bytes(most: number): Promise<Uint8Array>;
  /**
   * The file piece by piece, for files that need not be in memory as a whole; absent where it is there already. An empty file
   * has no pieces.
   */
  pieces?(most: number): AsyncIterable<Uint8Array>;
  /** A file beside it, by its name: no path leads out of its folder. */
  beside(name: string, most: number): Promise<Uint8Array>;
  /**
   * Tells one file of this name from the next that takes its place; null when there is none. Absent where nobody can
   * exchange the file while it is read.
   */
  identity?(): Promise<string | null>;
  /** Whether there is anything to read; absent where that cannot be asked. @throws what the system says, in words. */
  isThere?(): Promise<boolean>;
}

/** A place that is written to. */
export interface OpenTarget {
  readonly name: string;
  /** The name whose ending tells the format. */
  readonly fileName: string;
  /**
   * Writes all files or none: what was there stays until the new ones are whole.
   *
   * @param files the one that was asked for first; it names the others, which are called by `companionName`, so that no
   *   save writes over a file that the one before refers to.
   * @throws OptionError when something is there and `overwrite` is false; UnsupportedError where the system cannot.
   */
  write(files: readonly NamedBytes[], options: { readonly overwrite: boolean }): Promise<void>;
  /**
   * Removes the file, and what saves that were killed have left of it; nothing there is no error. Absent where nothing can
   * be removed.
   */
  remove?(): Promise<void>;
}

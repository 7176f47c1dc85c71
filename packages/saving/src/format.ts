import type { ModelLayout, ModelSnapshot, Opening, SavedModel } from '@tsuno/models';
import type { NamedBytes, OpenSource } from './places/place.ts';

/** What may be read at most. */
export interface Budget {
  readonly maxBytes: number;
  readonly maxLayers: number;
  /** Whether weights may be NaN or infinite. */
  readonly allowNonFinite: boolean;
}

/** How a file was asked for: the call that errors begin with, and what may be read. */
export interface Reading {
  readonly who: string;
  readonly source: OpenSource;
  readonly budget: Budget;
  /** False for a model as it was before `compile`: how it was compiled is not looked at. */
  readonly compile?: boolean;
  /** Whether the layers' own names in the file are asked for. */
  readonly byName?: boolean;
}

/** A format of files: one of these is all that there is to add for another. */
export interface FileFormat {
  /** What errors call it: "a Keras archive". */
  readonly name: string;
  /** `.keras`; a file's name tells the format by it. */
  readonly ending: string;
  /** Whether bytes without a name begin as this format does. */
  begins(bytes: Uint8Array): boolean;
  /** Whole models. Absent where the format holds weights alone. */
  readonly model?: {
    /** The files to write, the one that was asked for first; `fileName` is its name. */
    write(who: string, model: SavedModel, fileName: string): Promise<readonly NamedBytes[]>;
    /** @throws DataError for what is no such file, or a damaged one; OptionError for what Tsuno has not. */
    read(reading: Reading, opening: Opening): Promise<ModelSnapshot>;
  };
  /** Weights alone. */
  readonly weights?: {
    write?(who: string, model: SavedModel, fileName: string): Promise<readonly NamedBytes[]>;
    read(reading: Reading, layout: ModelLayout): Promise<FileWeights>;
  };
}

/** Weights as a file has them, layer by layer; which of a model's layers they belong to is decided elsewhere. */
export interface FileWeights {
  readonly layers: readonly FileLayer[];
  /** Whether the layers stand in the model's order; without it their names alone say which is which. */
  readonly isOrdered: boolean;
  /**
   * True where the file says by itself which of the model's layers is which: `layers` are the layout's then, one by one,
   * without weights where the file lacks one. Absent, those with weights follow each other as in the model.
   */
  readonly isAligned?: boolean;
  /** The optimizer's state, where the file holds it and it fits the layout; null otherwise. */
  readonly optimizer: ModelSnapshot['optimizer'];
}

export interface FileLayer {
  readonly name: string;
  readonly weights: readonly FileWeight[];
}

export interface FileWeight {
  /** `kernel`, where the file says it: in any order then. */
  readonly name: string | null;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

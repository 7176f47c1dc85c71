import type { Shape } from './shape.ts';

/** Examples in host memory, one after the other. */
export interface Rows {
  /** `size` × the numbers of one example. Whole numbers stay whole in an Int32Array. */
  readonly values: Float32Array | Int32Array;
  /** The shape of one example. */
  readonly shape: Shape;
  /** How many examples. */
  readonly size: number;
}

/** Inputs, and for training their targets and weights. */
export interface Table {
  readonly x: Rows;
  readonly y: Rows | null;
  /** One weight for each example, or for each of its positions. */
  readonly sampleWeight: Rows | null;
}

/** Some rows of a table, in this order. An engine gathers them as it likes. */
export interface Batch {
  readonly table: Table;
  readonly rows: Uint32Array;
}

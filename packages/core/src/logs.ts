/** Names and values: `{ accuracy: 0.91, loss: 0.32 }`, in alphabetical order as in Keras; `Names` where they are known. */
export type Logs<Names extends string = string> = Readonly<Record<Names, number>>;

/** What the logs of a phase are computed from, as plain data: another executor goes on with it, to the bit. */
export interface LogsState {
  /** What each metric has measured, combined over the batches; empty before the first. */
  readonly totals: readonly (readonly number[])[];
  readonly lossSum: number;
  readonly rowsSum: number;
  readonly batches: number;
  readonly firstNonFinite: number | null;
}

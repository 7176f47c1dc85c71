import type { Logs, RunParams } from '@tsuno/core';

/**
 * The values of each epoch by name. Where the names of the metrics are known (`const model = new Sequential([…]).compile({
 * …, metrics: ['accuracy'] })`) others are refused by the compiler; `val_…` are there when there is validation.
 */
export type EpochValues<Names extends string = string> = string extends Names
  ? Readonly<Record<string, readonly number[]>>
  : { readonly [Name in Names | 'loss' | `val_${Names | 'loss'}`]: readonly number[] } & {
      /** Logged by the callbacks that change it. */
      readonly learning_rate?: readonly number[];
    };

/** The loss and metrics by name, as far as the names are known. */
export type NamedLogs<Names extends string = string> = Logs<Names | 'loss'>;

/** What the logs of an epoch may hold, as far as the names are known; `learning_rate` comes from callbacks. */
export interface Logged<Names extends string = string> {
  readonly name: Names | 'loss' | `val_${Names | 'loss'}` | 'learning_rate';
}

/** What `evaluate` gives: the loss alone as a number, with metrics a list, with `returnDict: true` names and values. */
export type Evaluated<Names extends string, Dict extends boolean> = Dict extends true
  ? NamedLogs<Names>
  : [Names] extends [never]
    ? number
    : string extends Names
      ? number | number[]
      : number[];

/** What `fit` reports: for each finished epoch the loss and metrics. */
export interface History<Names extends string = string> {
  /** Values by name, one for each epoch: `history.history.loss`. */
  readonly history: EpochValues<Names>;
  /** The epochs' numbers, from 0. */
  readonly epoch: readonly number[];
  /** What was known of the run before it began; `params.seed` repeats it. */
  readonly params: RunParams;
}

/** The epochs of a run, folded into a history. A name that an epoch lacks (no validation in it) has a shorter list. */
export function foldHistory(
  params: RunParams,
  epochs: readonly { readonly epoch: number; readonly logs: Logs }[],
): History {
  // A map, because names are the user's: `constructor` is a property of every object.
  const values = new Map<string, number[]>();
  for (const { logs } of epochs) {
    for (const [name, value] of Object.entries(logs)) {
      const list = values.get(name) ?? [];
      list.push(value);
      values.set(name, list);
    }
  }
  const history = Object.fromEntries(values);
  return Object.freeze({ history, epoch: epochs.map(({ epoch }) => epoch), params });
}

/** Keras reports logs in alphabetical order. */
export function sortLogs(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : 1)));
}

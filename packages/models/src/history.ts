import type { Logs, RunParams } from '@tsuno/core';

/** What `fit` reports: for each finished epoch the loss and metrics. */
export interface History {
  /** Values by name, one for each epoch: `history.history.loss`. */
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** The epochs' numbers, from 0. */
  readonly epoch: readonly number[];
  readonly params: RunParams;
}

/** The epochs of a run, folded into a history. A name that an epoch lacks (no validation in it) has a shorter list. */
export function foldHistory(
  params: RunParams,
  epochs: readonly { readonly epoch: number; readonly logs: Logs }[],
): History {
  const history: Record<string, number[]> = {};
  for (const { logs } of epochs) {
    for (const [name, value] of Object.entries(logs)) {
      history[name] ??= [];
      history[name].push(value);
    }
  }
  return Object.freeze({ history, epoch: epochs.map(({ epoch }) => epoch), params });
}

/** Keras reports logs in alphabetical order. */
export function sortLogs(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : 1)));
}

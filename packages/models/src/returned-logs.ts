import type { Logs, TrainPlan } from '@tsuno/core';
import { sortLogs } from './history.ts';

/** Logs as Keras returns them: a number when there is only the loss, a list otherwise, or names and values. */
export type Returned = Logs | number | number[];

/** The names under which a plan reports, in Keras's order: the loss, then the metrics in the order of `compile`. */
export function namesOfLogs({ training }: TrainPlan): readonly string[] {
  return ['loss', ...(training?.metrics ?? []).map(({ name }) => name)];
}

/** `names` gives the order of a list: an object puts names that are numbers first. */
export function asReturned(logs: Logs, names: readonly string[], returnDict: boolean): Returned {
  if (returnDict) return sortLogs(logs);
  return names.length === 1 ? logs.loss : names.map((name) => logs[name]);
}

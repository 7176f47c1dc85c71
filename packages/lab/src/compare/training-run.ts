import type { Logs } from '@tsuno/core';

/** A run whose loss grew beyond all bounds, and since when; counted from 1, as people do. */
export interface Divergence {
  readonly epoch: number;
  /** In that epoch; null where its mean loss says it, and no single batch. */
  readonly batch: number | null;
  /** The batch's or the epoch's mean loss as a text: 'NaN', 'Infinity' or a number. JSON has no NaN. */
  readonly loss: string;
}

/** One training, as plain data that can be sent between threads and written as JSON. */
export interface TrainingRun {
  /** The name in the line-up. */
  readonly optimizer: string;
  readonly learningRate: number;
  readonly batchSize: number | 'all';
  readonly seed: number;
  /** What was measured before the first step: the same for every optimizer with the same seed. */
  readonly start: Logs;
  /** By name, one value for each finished epoch: `curves.val_accuracy`. */
  readonly curves: Readonly<Record<string, readonly number[]>>;
  /** Seconds since the first step, at the end of each epoch; validation is part of it. */
  readonly seconds: readonly number[];
  /** Null for a run that went through. */
  readonly diverged: Divergence | null;
}

/** How far its last finished epoch got, or null for a run that has diverged or has none. */
export function finalValue({ curves, diverged }: TrainingRun, measure: string): number | null {
  if (diverged !== null) return null;
  return curves[measure]?.at(-1) ?? null;
}

/** The first epoch, from 1, after which `measure` satisfied `isReached`; null when none did. */
export function firstEpoch(
  { curves }: TrainingRun,
  measure: string,
  isReached: (value: number) => boolean,
): number | null {
  const index = (curves[measure] ?? []).findIndex(isReached);
  return index < 0 ? null : index + 1;
}

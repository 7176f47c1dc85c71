import type { PhaseLogs, PlannedMetric } from './engine.ts';
import type { LogsState } from './logs.ts';

/** The running loss and metrics of one phase, in host memory: what all executors count in. */
export interface RunningLogs {
  /** `statistics` holds what each metric measured in this batch; `rows` is the batch's weight in the running loss. */
  add(loss: number, rows: number, statistics: readonly (readonly number[])[]): void;
  reset(): void;
  read(): PhaseLogs;
  readState(): LogsState;
  writeState(state: LogsState): void;
}

export function runningLogs(metrics: readonly PlannedMetric[]): RunningLogs {
  let totals: readonly (readonly number[])[] = [];
  let lossSum = 0;
  let rowsSum = 0;
  let batches = 0;
  let firstNonFinite: number | null = null;
  return {
    add(loss, rows, statistics) {
      lossSum += loss * rows;
      rowsSum += rows;
      if (!Number.isFinite(loss)) firstNonFinite ??= batches;
      totals = metrics.map(({ metric }, index) =>
        batches === 0 ? statistics[index] : metric.combine(totals[index], statistics[index]),
      );
      batches += 1;
    },
    reset() {
      totals = [];
      lossSum = 0;
      rowsSum = 0;
      batches = 0;
      firstNonFinite = null;
    },
    read() {
      const mean = (sum: number) => (rowsSum === 0 ? 0 : sum / rowsSum);
      const reported = metrics.map(
        ({ name, metric }, index) =>
          [name, batches === 0 ? 0 : metric.result(totals[index])] as const,
      );
      return { logs: Object.fromEntries([['loss', mean(lossSum)], ...reported]), firstNonFinite };
    },
    readState: () => ({
      totals: totals.map((total) => [...total]),
      lossSum,
      rowsSum,
      batches,
      firstNonFinite,
    }),
    writeState(state) {
      ({ totals, lossSum, rowsSum, batches, firstNonFinite } = state);
    },
  };
}

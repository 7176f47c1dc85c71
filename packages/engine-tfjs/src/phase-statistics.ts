import {
  type LogsState,
  type PhaseLogs,
  type PlannedMetric,
  type RunningLogs,
  runningLogs,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/**
 * The running loss and metrics of one phase. Each batch leaves its statistics as one small tensor, [loss, …metrics];
 * they are read when somebody asks, so that a GPU need not stop after every batch.
 */
export class PhaseStatistics {
  readonly #metrics: readonly PlannedMetric[];
  readonly #logs: RunningLogs;
  #pending: {
    readonly statistics: tf.Tensor1D;
    readonly sizes: readonly number[];
    readonly rows: number;
  }[] = [];
  /** How many numbers are pending. */
  #numbers = 0;

  constructor(metrics: readonly PlannedMetric[]) {
    this.#metrics = metrics;
    this.#logs = runningLogs(metrics);
  }

  /** To be called inside a tidy. `rows` is the batch's number of examples, its weight in the running loss. */
  add(
    loss: tf.Tensor,
    rows: number,
    yTrue: tf.Tensor,
    yPred: tf.Tensor,
    sampleWeight: tf.Tensor | null,
  ): void {
    const measured = this.#metrics.map(({ metric, weighted }) =>
      metric.measure(yTrue, yPred, weighted ? sampleWeight : null),
    );
    const statistics = tf.keep(tf.concat1d([tf.reshape(loss, [1]) as tf.Tensor1D, ...measured]));
    this.#pending.push({ statistics, sizes: measured.map(({ size }) => size), rows });
    this.#numbers += statistics.size;
    if (this.#pending.length >= MOST_PENDING || this.#numbers >= MOST_NUMBERS) this.settle();
  }

  reset(): void {
    for (const { statistics } of this.#pending) statistics.dispose();
    this.#pending = [];
    this.#numbers = 0;
    this.#logs.reset();
  }

  async read(): Promise<PhaseLogs> {
    await this.arrived();
    this.settle();
    return this.#logs.read();
  }

  async readState(): Promise<LogsState> {
    await this.arrived();
    this.settle();
    return this.#logs.readState();
  }

  writeState(state: LogsState): void {
    this.reset();
    this.#logs.writeState(state);
  }

  /** Waits for what a GPU has not computed yet. */
  async arrived(): Promise<void> {
    await Promise.all(this.#pending.map(({ statistics }) => statistics.data()));
  }

  /** Takes what is pending into host memory. */
  settle(): void {
    for (const { statistics, sizes, rows } of this.#pending) {
      const [loss, ...rest] = statistics.dataSync();
      statistics.dispose();
      let start = 0;
      const parts = sizes.map((size) => {
        const part = rest.slice(start, start + size);
        start += size;
        return part;
      });
      this.#logs.add(loss, rows, parts);
    }
    this.#pending = [];
    this.#numbers = 0;
  }
}

const MOST_PENDING = 256;
/** 16 MB: a confusion matrix of many classes does not wait 256 times. */
const MOST_NUMBERS = 2 ** 22;

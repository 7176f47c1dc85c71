import type { PhaseLogs, PlannedMetric } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

/**
 * The running loss and metrics of one phase. Each batch leaves its statistics as one small tensor, [loss, …metrics];
 * they are read when somebody asks, so that a GPU need not stop after every batch.
 */
export class PhaseStatistics {
  readonly #metrics: readonly PlannedMetric[];
  #pending: {
    readonly statistics: tf.Tensor1D;
    readonly sizes: readonly number[];
    readonly rows: number;
  }[] = [];
  #totals: (readonly number[])[] = [];
  #lossSum = 0;
  #rows = 0;
  #batches = 0;
  #firstNonFinite: number | null = null;

  constructor(metrics: readonly PlannedMetric[]) {
    this.#metrics = metrics;
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
    if (this.#pending.length >= MOST_PENDING) this.settle();
  }

  reset(): void {
    for (const { statistics } of this.#pending) statistics.dispose();
    this.#pending = [];
    this.#totals = [];
    this.#lossSum = 0;
    this.#rows = 0;
    this.#batches = 0;
    this.#firstNonFinite = null;
  }

  async read(): Promise<PhaseLogs> {
    await Promise.all(this.#pending.map(({ statistics }) => statistics.data()));
    this.settle();
    const values: [string, number][] = [
      ['loss', this.#rows === 0 ? 0 : this.#lossSum / this.#rows],
    ];
    for (const [index, { name, metric }] of this.#metrics.entries()) {
      values.push([name, this.#rows === 0 ? 0 : metric.result(this.#totals[index])]);
    }
    return { logs: Object.fromEntries(values), firstNonFinite: this.#firstNonFinite };
  }

  /** Takes what is pending into host memory. */
  settle(): void {
    for (const { statistics, sizes, rows } of this.#pending) {
      const [loss, ...rest] = statistics.dataSync();
      statistics.dispose();
      this.#lossSum += loss * rows;
      this.#rows += rows;
      if (!Number.isFinite(loss)) this.#firstNonFinite ??= this.#batches;
      this.#batches += 1;
      let start = 0;
      for (const [index, size] of sizes.entries()) {
        const batch = rest.slice(start, start + size);
        const total = this.#totals[index];
        this.#totals[index] = total ? this.#metrics[index].metric.combine(total, batch) : batch;
        start += size;
      }
    }
    this.#pending = [];
  }
}

const MOST_PENDING = 256;

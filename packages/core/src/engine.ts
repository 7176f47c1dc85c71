import type { Layer, WeightSpec } from './layer.ts';
import type { Logs, LogsState } from './logs.ts';
import type { Loss } from './loss.ts';
import type { Metric } from './metric.ts';
import type { Optimizer, OptimizerState } from './optimizer.ts';
import type { Rng } from './rng.ts';
import type { Shape } from './shape.ts';
import type { Batch } from './table.ts';

/** A layer in its place in a model. */
export interface PlannedLayer {
  readonly layer: Layer;
  /** Unique in the model: `dense_1`. */
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  readonly weights: readonly WeightSpec[];
}

/** A metric under the name by which it is reported. */
export interface PlannedMetric {
  readonly metric: Metric;
  readonly name: string;
  /** Whether it sees the sample weights (Keras's `weighted_metrics`). */
  readonly weighted: boolean;
}

/** All that an engine needs to know of a model; frozen. */
export interface TrainPlan {
  readonly layers: readonly PlannedLayer[];
  readonly input: Shape;
  readonly output: Shape;
  /** Over how many threads an engine may spread its work. */
  readonly threads: number;
  /** Absent before `compile`: such a plan can only predict. */
  readonly training?: {
    readonly optimizer: Optimizer;
    readonly loss: Loss;
    readonly metrics: readonly PlannedMetric[];
  };
}

/** Logs of the batches since the last reset. */
export interface PhaseLogs {
  readonly logs: Logs;
  /** The first batch (from 0) whose loss was NaN or infinite. */
  readonly firstNonFinite: number | null;
}

export type Phase = 'train' | 'test';

/** A model that is ready to run. It owns the weights and the optimizer's state. */
export interface Executor {
  train(batch: Batch): void;
  evaluate(batch: Batch): void;
  /** The outputs for these rows, one after the other. */
  predict(batch: Batch): Float32Array;
  /** The derivatives of the batch's loss by the trained weights, in the plan's order, without an update. */
  gradients(batch: Batch): Float32Array[];
  resetLogs(phase: Phase): void;
  readLogs(phase: Phase): Promise<PhaseLogs>;
  /** What the logs are computed from so far: `writeLogsState` goes on with it, in another executor of such a plan too. */
  readLogsState(phase: Phase): Promise<LogsState>;
  writeLogsState(phase: Phase, state: LogsState): void;
  /** Copies in host memory, one for each weight, in the plan's order. */
  readWeights(): Float32Array[];
  writeWeights(weights: readonly Float32Array[]): void;
  readState(): OptimizerState;
  writeState(state: OptimizerState): void;
  learningRate: number;
  /**
   * Resolves when `release` and `finish` find in host memory what a backend has computed: some can be read only
   * asynchronously. An engine whose numbers are always there has no such method.
   */
  arrived?(): Promise<void>;
  /** What the optimizer does at the end of `fit`: weights that are averaged are set to their average. */
  finish(): void;
  /**
   * Gives back all that a backend holds, tensors above all; weights and state stay, in host memory. The model calls
   * it at the end of every public call, so nothing is left for the user to dispose of.
   */
  release(): void;
  /** Ends what runs beside it (worker threads). The executor is not used again. */
  dispose(): void;
}

/** A way to run models. */
export interface Engine {
  readonly name: string;
  /** Why it cannot run this plan: one sentence each, none when it can. */
  unsupported(plan: TrainPlan): readonly string[];
  prepare(plan: TrainPlan, weights: readonly Float32Array[], rng: Rng): Executor;
}

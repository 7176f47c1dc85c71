export {
  type Activation,
  defineActivation,
  defineElementwise,
  type Yields,
} from './activation.ts';
export type { Arith } from './arith.ts';
export { float32Arith, float64Arith } from './arith-number.ts';
export { tensorArith } from './arith-tensor.ts';
export {
  type Callback,
  HOOKS,
  type Logs,
  type Run,
  type RunningModel,
  type RunParams,
} from './callback.ts';
export * from './description.ts';
export * from './engine.ts';
export { EPSILON } from './epsilon.ts';
export * from './errors.ts';
export { defineInitializer, type Initializer } from './initializer.ts';
export {
  type CallMode,
  defineLayer,
  type Layer,
  type LayerPlan,
  type WeightSpec,
} from './layer.ts';
export { defineLoss, type Loss, REDUCTIONS, type Reduction } from './loss.ts';
export { lossOfBatch } from './loss-of-batch.ts';
export { defineMetric, type MeasuredRows, type Metric } from './metric.ts';
export { didYouMean, nearestName, type SnakeCase, snakeCase } from './names.ts';
export { normalQuantile, stableLog } from './normal-quantile.ts';
export type { AffineOp, LossOp, Op } from './ops.ts';
export {
  defineOptimizer,
  nextStep,
  type Optimizer,
  type OptimizerProgress,
  startProgress,
} from './optimizer.ts';
export * from './options.ts';
export { power, powerSlope } from './power.ts';
export * from './progress-bar.ts';
export { reduceWeighted } from './reduce.ts';
export { type Rng, randomSeed, requireSeed, seededRng } from './rng.ts';
export type { ElementwiseRule, LossRule } from './rules.ts';
export { type RunningLogs, runningLogs } from './running-logs.ts';
export * from './shape.ts';
export { show } from './show.ts';
export { stepTensors } from './step-tensors.ts';
export type { Batch, Rows, Table } from './table.ts';
export * as tf from './tf.ts';
export {
  type FactoryNames,
  type LowercaseNameOf,
  type NameOf,
  resolveDescription,
} from './vocabulary.ts';

export {
  type Activation,
  defineActivation,
  defineElementwise,
  type Yields,
} from './activation.ts';
export type { Arith } from './arith.ts';
export { float32Arith, float64Arith } from './arith-number.ts';
export { tensorArith } from './arith-tensor.ts';
export { type ArrayCell, arrayStore } from './array-store.ts';
export {
  axesOption,
  axisIn,
  axisOption,
  isOnlyAxis,
  requireAxisIn,
  requireDifferentAxes,
} from './axis.ts';
export {
  type BackupPlace,
  type Callback,
  HOOKS,
  type Logs,
  type Run,
  type RunningModel,
  type RunParams,
  type StateValue,
} from './callback.ts';
export { type Constraint, defineConstraint, normConstraint } from './constraint.ts';
export { counted } from './counted.ts';
export * from './declare-options.ts';
export * from './description.ts';
export * from './engine.ts';
export { EPSILON } from './epsilon.ts';
export * from './errors.ts';
export { defineInitializer, type Initializer } from './initializer.ts';
export {
  type CallMode,
  defineLayer,
  isTrained,
  type Layer,
  type LayerPlan,
  type WeightSpec,
} from './layer.ts';
export type { LogsState } from './logs.ts';
export { defineLoss, type Loss, REDUCTIONS, type Reduction, SPANS, type Span } from './loss.ts';
export { lossOfBatch, valuesOf } from './loss-of-batch.ts';
export { makeFolder } from './make-folder.ts';
export { defineMetric, type MeasuredRows, type Metric } from './metric.ts';
export { didYouMean, nearestName, type SnakeCase, snakeCase } from './names.ts';
export { normalQuantile, stableLog } from './normal-quantile.ts';
export type {
  AffineOp,
  BatchNormalizeOp,
  LayerNormalizeOp,
  LossOp,
  Op,
  PenaltyOp,
  PreluOp,
  RandomOp,
  ScaleColumnsOp,
} from './ops.ts';
export {
  type About,
  allSlots,
  defineOptimizer,
  type Optimizer,
  type OptimizerProgress,
  type OptimizerState,
  startProgress,
} from './optimizer.ts';
export {
  decays,
  declareOptimizer,
  type GradientHandling,
  handlingOf,
  type OptimizerOptions,
} from './optimizer-options.ts';
export type { Made, Option, RequiredOption } from './option-kinds.ts';
export * as option from './option-kinds.ts';
export * from './options.ts';
export { isPlainObject, plainObjectHint, refuseFurther, requireOptions } from './plain-object.ts';
export { power, powerSlope } from './power.ts';
export * from './progress-bar.ts';
export { type FieldKey, fieldKey, uniformField } from './random-field.ts';
export { reduceWeighted } from './reduce.ts';
export { defineRegularizer, type Regularizer } from './regularizer.ts';
export { type Rng, randomSeed, requireSeed, seededRng, setRandomSeed } from './rng.ts';
export type { ElementwiseRule, LossRule, PenaltyRule, RandomRule } from './rules.ts';
export { type RunningLogs, runningLogs } from './running-logs.ts';
export {
  defineSchedule,
  type LearningRate,
  learningRateAt,
  learningRateOption,
  requireLearningRate,
  type Schedule,
} from './schedule.ts';
export * from './shape.ts';
export { show } from './show.ts';
export { namesIn, OVERWRITE, type StepPart, stepParts } from './step-parts.ts';
export type { Batch, Rows, Table } from './table.ts';
export { type TensorCell, tensorStore } from './tensor-store.ts';
export * as tf from './tf.ts';
export {
  clipFactor,
  clipsByNorm,
  nextStep,
  type ParameterStore,
  requireSettableRate,
  type StepScalars,
  type Surroundings,
  takeStep,
  updateParameter,
  withLearningRate,
} from './training-step.ts';
export {
  type FactoryNames,
  type LowercaseNameOf,
  type NameOf,
  resolveDescription,
} from './vocabulary.ts';

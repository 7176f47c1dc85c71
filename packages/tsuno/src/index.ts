/**
 * Tsuno: Keras-style neural networks in TypeScript. `import * as keras from 'tsuno'` reads `keras.layers.Dense(…)`.
 */

export * as callbacks from '@tsuno/callbacks';
export {
  type About,
  type Activation,
  type Arith,
  type BackupPlace,
  type Callback,
  type CallMode,
  type Config,
  type Constraint,
  DataError,
  type Description,
  type DescriptionJson,
  defineActivation,
  defineConstraint,
  defineElementwise,
  defineInitializer,
  defineLayer,
  defineLoss,
  defineMetric,
  defineOptimizer,
  defineRegularizer,
  defineSchedule,
  type ElementwiseRule,
  type Initializer,
  LabelError,
  type Layer,
  type LayerPlan,
  type LearningRate,
  type Logs,
  type Loss,
  type MeasuredRows,
  type Metric,
  type NoOptions,
  type Optimizer,
  type OptimizerOptions,
  type OptimizerState,
  type Option,
  type OptionDeclarations,
  OptionError,
  type PenaltyRule,
  type Reduction,
  type Regularizer,
  type Rng,
  type Run,
  type RunningModel,
  type RunParams,
  type Schedule,
  type Shape,
  ShapeError,
  StateError,
  type StateValue,
  TsunoError,
  UnsupportedError,
  type WeightSpec,
  type Yields,
} from '@tsuno/core';
export type {
  DataType,
  Rank,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorLike,
  Variable,
} from '@tsuno/core/tf';
export * as tf from '@tsuno/core/tf';
export * as data from '@tsuno/data';
export * as initializers from '@tsuno/initializers';
export * as lab from '@tsuno/lab';
export * as layers from '@tsuno/layers';
export * as activations from '@tsuno/layers/activations';
export * as constraints from '@tsuno/layers/constraints';
export * as regularizers from '@tsuno/layers/regularizers';
export * as losses from '@tsuno/losses';
export * as metrics from '@tsuno/metrics';
export type {
  ArgumentsAfter,
  ArrayLikeData,
  BatchIterable,
  BatchOptions,
  BatchTuple,
  ClassWeight,
  EpochValues,
  Evaluated,
  EvaluateOptions,
  FileBudget,
  FileSource,
  FileTarget,
  FitOptions,
  GradientOptions,
  History,
  LayerHandle,
  LoadModelOptions,
  LoadWeightsOptions,
  Logged,
  ModelSnapshot,
  NamedLogs,
  NamedOptimizerState,
  NamedWeight,
  NestedNumbers,
  NumericArray,
  PredictOptions,
  Reported,
  ResolvedOptions,
  ReviveOptions,
  SaveOptions,
  SequentialConstructor,
  SequentialJson,
  SequentialOptions,
  SummaryOptions,
  TrainOnBatchOptions,
  ValidationData,
  Verbose,
  WeightValue,
} from '@tsuno/models';
export * as optimizers from '@tsuno/optimizers';
export * as utils from '@tsuno/utils';
export * as saving from './saving.ts';
export { loadModel } from './saving.ts';
export {
  type CompileOptions,
  type LossName,
  type MetricLike,
  type MetricName,
  type OptimizerName,
  Sequential,
} from './sequential.ts';

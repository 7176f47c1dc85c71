/**
 * Tsuno: Keras-style neural networks in TypeScript. `import * as keras from 'tsuno'` reads `keras.layers.Dense(…)`.
 */

export * as callbacks from '@tsuno/callbacks';
export {
  type Activation,
  type Arith,
  type Callback,
  type Constraint,
  DataError,
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
  type Initializer,
  LabelError,
  type Layer,
  type Logs,
  type Loss,
  type Metric,
  type Optimizer,
  type OptimizerOptions,
  OptionError,
  type Regularizer,
  type Run,
  type Schedule,
  ShapeError,
  StateError,
  TsunoError,
  UnsupportedError,
} from '@tsuno/core';
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
  ArrayLikeData,
  BatchIterable,
  ClassWeight,
  CompileOptions,
  EvaluateOptions,
  FileSource,
  FileTarget,
  FitOptions,
  History,
  LayerHandle,
  LoadModelOptions,
  LoadWeightsOptions,
  ModelSnapshot,
  PredictOptions,
  SaveOptions,
  SequentialJson,
  SequentialOptions,
  SummaryOptions,
} from '@tsuno/models';
export * as optimizers from '@tsuno/optimizers';
export * as utils from '@tsuno/utils';
export * as saving from './saving.ts';
export { loadModel } from './saving.ts';
export { Sequential } from './sequential.ts';

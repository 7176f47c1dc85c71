export type { CompileOptions, MetricLike, Reported, ResolvedOptions } from './compilation.ts';
export type { BatchIterable, BatchTuple } from './data/batch-source.ts';
export type { ClassWeight } from './data/class-weight.ts';
export {
  type ArrayLikeData,
  isNumericArray,
  type NestedNumbers,
  type NumericArray,
  toRows,
} from './data/to-rows.ts';
export { defineSequential, type SequentialConstructor } from './define-sequential.ts';
export type { Environment } from './environment.ts';
export type { EvaluateOptions } from './evaluate.ts';
export type {
  FileBudget,
  FileSource,
  FileTarget,
  LoadModelOptions,
  LoadWeightsOptions,
  SaveOptions,
} from './file-options.ts';
export type { FitOptions, ValidationData, Verbose } from './fit-options.ts';
export type { GradientOptions } from './gradients.ts';
export type { EpochValues, Evaluated, History, Logged, NamedLogs } from './history.ts';
export type { LayerHandle } from './layer-handle.ts';
export type { ReviveOptions } from './model-json.ts';
export type { Sequential } from './named-sequential.ts';
export type { BatchOptions, TrainOnBatchOptions } from './on-batch.ts';
export type { PredictOptions } from './predict.ts';
export type { Opening, Saver } from './saver.ts';
export type { Sequential as SequentialClass, SequentialOptions } from './sequential.ts';
export type { SequentialJson } from './sequential-json.ts';
export type {
  LayerLayout,
  ModelLayout,
  ModelSnapshot,
  NamedOptimizerState,
  NamedWeight,
  SavedModel,
  WeightLayout,
} from './snapshot.ts';
export type { ArgumentsAfter } from './split-arguments.ts';
export type { SummaryOptions } from './summary.ts';
export type { WeightValue } from './weights.ts';

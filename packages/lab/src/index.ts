export {
  type Comparison,
  compareOptimizers,
  type Standing,
} from './compare/compare-optimizers.ts';
export { comparisonOf } from './compare/comparison-of.ts';
export type { Entrant, Lineup } from './compare/entrant.ts';
export type { LabData } from './compare/lab-data.ts';
export type { Measure } from './compare/measure.ts';
export type { ComparisonOptions, Setting } from './compare/plan-comparison.ts';
export type { Job, Progress, Runner } from './compare/run-jobs.ts';
export type { Spread } from './compare/spread.ts';
export {
  RATES,
  type Sweep,
  type SweepOptions,
  sweepLearningRates,
} from './compare/sweep-learning-rates.ts';
export { type TrainOnceOptions, trainOnce } from './compare/train-once.ts';
export type { Divergence, TrainingRun } from './compare/training-run.ts';
export { type WorkingWindow, workingWindow } from './compare/working-window.ts';
export {
  type DiagnoseOptions,
  type Diagnosis,
  diagnose,
  type Watch,
  watch,
} from './diagnose/diagnose.ts';
export type { Finding, LayerMeasure } from './diagnose/finding.ts';
export {
  type ExplainStepOptions,
  type ExplainUpdateOptions,
  type Explanation,
  explainStep,
  explainUpdate,
} from './explain/explain-step.ts';
export type { ExplanationLine } from './explain/explanation-lines.ts';
export * as lineups from './lineups.ts';
export type { Model } from './model.ts';
export type { Walk } from './paths/describe-walk.ts';
export * as functions from './paths/functions.ts';
export { type PlaneSliceOptions, planeSlice } from './paths/plane-slice.ts';
export type { Point, Surface, SurfaceOptions, View } from './paths/surface.ts';
export { type Path, type Paths, type TracePathsOptions, tracePaths } from './paths/trace-paths.ts';
export {
  type ParameterTrack,
  type Probe,
  type ProbeOptions,
  probe,
  type Recording,
  type WeightTrack,
} from './probe/probe.ts';
export type { ParameterName } from './probe/weight-places.ts';
export {
  headlines,
  type Result,
  type ResultTable,
  statementsOf,
  toCsv,
  toJson,
  toText,
} from './words/index.ts';

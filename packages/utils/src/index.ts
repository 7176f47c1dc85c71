export { setRandomSeed } from '@tsuno/core';
export {
  type ClassificationReportOptions,
  classificationReport,
} from './judge/classification-report.ts';
export {
  type ConfusionMatrix,
  type ConfusionMatrixOptions,
  confusionMatrix,
} from './judge/confusion-matrix.ts';
export type { Labels } from './judge/labels.ts';
export type { ClassificationReport, ClassScores } from './judge/report.ts';
export { type NormalizeOptions, normalize } from './normalize.ts';
export { type PadSequencesOptions, padSequences, type Sequence } from './pad-sequences.ts';
export { type SplitDatasetOptions, splitDataset } from './split-dataset.ts';
export type { RowsLike } from './take-rows.ts';
export { type ToCategoricalOptions, toCategorical } from './to-categorical.ts';
export {
  type TrainTestSplit,
  type TrainTestSplitOptions,
  trainTestIndices,
  trainTestSplit,
} from './train-test-split.ts';

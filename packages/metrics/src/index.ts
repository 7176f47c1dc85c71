export { Accuracy } from './accuracy.ts';
export { accuracyFor } from './accuracy-for.ts';
export { AUC, type AUCOptions } from './auc.ts';
export { BinaryAccuracy, type BinaryAccuracyOptions } from './binary-accuracy.ts';
export { BinaryCrossentropy } from './binary-crossentropy.ts';
export { BinaryIoU, type BinaryIoUOptions } from './binary-io-u.ts';
export { CategoricalAccuracy } from './categorical-accuracy.ts';
export { CategoricalCrossentropy } from './categorical-crossentropy.ts';
export { CategoricalHinge } from './categorical-hinge.ts';
export { CosineSimilarity } from './cosine-similarity.ts';
export { FBetaScore, type FBetaScoreOptions } from './f-beta-score.ts';
export type { Average, FScoreOptions } from './f-score.ts';
export { F1Score } from './f1-score.ts';
export { FalseNegatives } from './false-negatives.ts';
export { FalsePositives } from './false-positives.ts';
export { Hinge } from './hinge.ts';
export { IoU, type IoUOptions } from './io-u.ts';
export type { ClassOverlapOptions } from './iou-metric.ts';
export { KLDivergence } from './kl-divergence.ts';
export { LogCoshError } from './log-cosh-error.ts';
export { Mean } from './mean.ts';
export { MeanAbsoluteError } from './mean-absolute-error.ts';
export { MeanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
export { MeanIoU, type MeanIoUOptions } from './mean-io-u.ts';
export type { LossMetricOptions } from './mean-of-loss.ts';
export { MeanSquaredError } from './mean-squared-error.ts';
export { MeanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
export type { MetricOptions } from './metric-options.ts';
export { Poisson } from './poisson.ts';
export { Precision, type PrecisionOptions } from './precision.ts';
export { R2Score, type R2ScoreOptions } from './r2-score.ts';
export { Recall, type RecallOptions } from './recall.ts';
export { RootMeanSquaredError } from './root-mean-squared-error.ts';
export { SparseCategoricalAccuracy } from './sparse-categorical-accuracy.ts';
export { SparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
export {
  SparseTopKCategoricalAccuracy,
  type SparseTopKCategoricalAccuracyOptions,
} from './sparse-top-k-categorical-accuracy.ts';
export { SquaredHinge } from './squared-hinge.ts';
export { Sum } from './sum.ts';
export type { ThresholdOptions } from './thresholds.ts';
export {
  TopKCategoricalAccuracy,
  type TopKCategoricalAccuracyOptions,
} from './top-k-categorical-accuracy.ts';
export { TrueNegatives } from './true-negatives.ts';
export { TruePositives } from './true-positives.ts';

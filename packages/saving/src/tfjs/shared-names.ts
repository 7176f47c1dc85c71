/** Losses that both compute alike, by our kinds, under TensorFlow.js's names. Its hinges take targets of −1 and 1 alone. */
export const LOSSES: Readonly<Record<string, string>> = {
  BinaryCrossentropy: 'binary_crossentropy',
  CategoricalCrossentropy: 'categorical_crossentropy',
  CategoricalHinge: 'categorical_hinge',
  CosineSimilarity: 'cosine_proximity',
  KLDivergence: 'kullback_leibler_divergence',
  LogCosh: 'logcosh',
  MeanAbsoluteError: 'mean_absolute_error',
  MeanAbsolutePercentageError: 'mean_absolute_percentage_error',
  MeanSquaredError: 'mean_squared_error',
  MeanSquaredLogarithmicError: 'mean_squared_logarithmic_error',
  Poisson: 'poisson',
  SparseCategoricalCrossentropy: 'sparse_categorical_crossentropy',
};

/** The same for metrics. Its precision and recall count outputs that are exactly 1. */
export const METRICS: Readonly<Record<string, string>> = {
  BinaryAccuracy: 'binary_accuracy',
  CategoricalAccuracy: 'categorical_accuracy',
  CategoricalCrossentropy: 'categorical_crossentropy',
  MeanAbsoluteError: 'mae',
  MeanAbsolutePercentageError: 'mape',
  MeanSquaredError: 'mse',
  SparseCategoricalCrossentropy: 'sparse_categorical_crossentropy',
};

/** What options of losses and metrics must be for TensorFlow.js, which takes none. */
export const NEUTRAL: Readonly<Record<string, unknown>> = {
  axis: -1,
  fromLogits: false,
  ignoreClass: null,
  labelSmoothing: 0,
  reduction: 'sum_over_batch_size',
  threshold: 0.5,
};

/** What spellings of a name have in common. */
export const plainName = (name: string) => name.toLowerCase().replaceAll('_', '');

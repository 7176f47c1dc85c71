export { BinaryCrossentropy, type BinaryCrossentropyOptions } from './binary-crossentropy.ts';
export {
  CategoricalCrossentropy,
  type CategoricalCrossentropyOptions,
} from './categorical-crossentropy.ts';
export { type ComputeOptions, compute } from './compute.ts';
export type { LossOptions } from './loss-options.ts';
export { MeanSquaredError } from './mean-squared-error.ts';
export {
  SparseCategoricalCrossentropy,
  type SparseCategoricalCrossentropyOptions,
} from './sparse-categorical-crossentropy.ts';

export { Activation, type ActivationLayerOptions } from './activation.ts';
export type { ActivationLike } from './activation-like.ts';
export {
  ActivityRegularization,
  type ActivityRegularizationOptions,
} from './activity-regularization.ts';
export { BatchNormalization, type BatchNormalizationOptions } from './batch-normalization.ts';
export { Dense, type DenseOptions } from './dense.ts';
export { Dropout, type DropoutOptions } from './dropout.ts';
export { ELU, type ELUOptions } from './elu.ts';
export { Flatten } from './flatten.ts';
export { GaussianNoise, type GaussianNoiseOptions } from './gaussian-noise.ts';
export { Identity } from './identity.ts';
export { Input, type InputOptions } from './input.ts';
export { LayerNormalization, type LayerNormalizationOptions } from './layer-normalization.ts';
export type { LayerOptions, WeightedLayerOptions } from './layer-options.ts';
export { LeakyReLU, type LeakyReLUOptions } from './leaky-re-lu.ts';
export {
  Normalization,
  type NormalizationLayer,
  type NormalizationOptions,
} from './normalization.ts';
export { PReLU, type PReLUOptions } from './p-re-lu.ts';
export { ReLU, type ReLUOptions } from './re-lu.ts';
export { Rescaling, type RescalingOptions } from './rescaling.ts';
export { Reshape, type ReshapeOptions } from './reshape.ts';
export { Softmax, type SoftmaxLayerOptions } from './softmax.ts';
export type { ConstraintLike, InitializerLike, RegularizerLike } from './weight-options.ts';

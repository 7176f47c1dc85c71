export { Activation, type ActivationLayerOptions } from './layers/activation.ts';
export type { ActivationLike } from './layers/activation-like.ts';
export {
  ActivityRegularization,
  type ActivityRegularizationOptions,
} from './layers/activity-regularization.ts';
export {
  BatchNormalization,
  type BatchNormalizationOptions,
} from './layers/batch-normalization.ts';
export { Dense, type DenseOptions } from './layers/dense.ts';
export { Dropout, type DropoutOptions } from './layers/dropout.ts';
export { ELU, type ELUOptions } from './layers/elu.ts';
export { Flatten } from './layers/flatten.ts';
export { GaussianDropout, type GaussianDropoutOptions } from './layers/gaussian-dropout.ts';
export { GaussianNoise, type GaussianNoiseOptions } from './layers/gaussian-noise.ts';
export { Identity } from './layers/identity.ts';
export { Input, type InputOptions } from './layers/input.ts';
export {
  LayerNormalization,
  type LayerNormalizationOptions,
} from './layers/layer-normalization.ts';
export type { LayerOptions, WeightedLayerOptions } from './layers/layer-options.ts';
export { LeakyReLU, type LeakyReLUOptions } from './layers/leaky-re-lu.ts';
export {
  Normalization,
  type NormalizationLayer,
  type NormalizationOptions,
} from './layers/normalization.ts';
export { PReLU, type PReLUOptions } from './layers/p-re-lu.ts';
export { ReLU, type ReLUOptions } from './layers/re-lu.ts';
export { Rescaling, type RescalingOptions } from './layers/rescaling.ts';
export { Reshape, type ReshapeOptions } from './layers/reshape.ts';
export { Softmax, type SoftmaxLayerOptions } from './layers/softmax.ts';
export type { ConstraintLike, InitializerLike, RegularizerLike } from './layers/weight-options.ts';

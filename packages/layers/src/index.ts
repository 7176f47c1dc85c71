export { Activation, type ActivationLayerOptions } from './activation.ts';
export type { ActivationLike } from './activation-like.ts';
export { Dense, type DenseOptions, type InitializerLike } from './dense.ts';
export { Flatten } from './flatten.ts';
export { Input, type InputOptions } from './input.ts';
export type { LayerOptions, WeightedLayerOptions } from './layer-options.ts';
export { ReLU, type ReLUOptions } from './relu.ts';
export { Softmax, type SoftmaxLayerOptions } from './softmax.ts';

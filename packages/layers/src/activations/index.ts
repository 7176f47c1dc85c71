export { linear } from './linear.ts';
export { type ReluOptions, relu } from './relu.ts';
export { sigmoid } from './sigmoid.ts';
export { type SoftmaxOptions, softmax } from './softmax.ts';
export { tanh } from './tanh.ts';

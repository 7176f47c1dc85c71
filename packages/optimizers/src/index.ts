export { Adam, type AdamOptions } from './adam.ts';
export { attach, type GradientFor, type Parameter, type Stepper } from './attach.ts';
export { SGD, type SGDOptions } from './sgd.ts';

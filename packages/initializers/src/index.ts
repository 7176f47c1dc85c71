export { Constant, type ConstantOptions } from './constant.ts';
export { GlorotNormal } from './glorot-normal.ts';
export { GlorotUniform } from './glorot-uniform.ts';
export { HeNormal } from './he-normal.ts';
export { HeUniform } from './he-uniform.ts';
export { Identity, type IdentityOptions } from './identity.ts';
export { LecunNormal } from './lecun-normal.ts';
export { LecunUniform } from './lecun-uniform.ts';
export { Ones } from './ones.ts';
export { Orthogonal, type OrthogonalOptions } from './orthogonal.ts';
export { RandomNormal, type RandomNormalOptions } from './random-normal.ts';
export { RandomUniform, type RandomUniformOptions } from './random-uniform.ts';
export { TruncatedNormal } from './truncated-normal.ts';
export {
  type SeedOptions,
  VarianceScaling,
  type VarianceScalingOptions,
} from './variance-scaling.ts';
export { Zeros } from './zeros.ts';

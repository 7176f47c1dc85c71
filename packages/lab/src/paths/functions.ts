export { type ParameterSliceOptions, parameterSlice } from './parameter-slice.ts';
export { bowl, rosenbrock, surface } from './surface.ts';

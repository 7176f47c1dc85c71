export { toCategorical } from './to-categorical.ts';

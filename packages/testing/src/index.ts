export { describeReference } from './describe-reference.ts';
export { expectClose } from './expect-close.ts';
export * from './goldens.ts';
export { lcg } from './lcg.ts';

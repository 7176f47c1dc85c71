export { expectClose } from './expect-close.ts';
export * from './goldens.ts';

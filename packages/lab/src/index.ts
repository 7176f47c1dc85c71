import type { Model } from './model.ts';
export function f(make: (seed: number) => Model) { return make(1); }

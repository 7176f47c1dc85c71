import type { CompileOptions, Sequential } from '@tsuno/models';

/** A Sequential of whichever environment: the lab trains, reads and compiles it, and needs no names in strings. */
export interface Model
  extends Pick<
    Sequential,
    | 'built'
    | 'compileOptions'
    | 'countParams'
    | 'evaluate'
    | 'fit'
    | 'getLayer'
    | 'getWeights'
    | 'gradients'
    | 'layers'
    | 'learningRate'
    | 'name'
    | 'predict'
    | 'setWeights'
    | 'toJSON'
  > {
  build(inputShape: readonly (number | null)[]): unknown;
  compile(options: { readonly [K in keyof CompileOptions]: CompileOptions[K] }): void;
}

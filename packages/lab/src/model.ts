import { OptionError, show } from '@tsuno/core';
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
    | 'optimizerState'
    | 'predict'
    | 'setWeights'
    | 'toJSON'
    | 'weights'
  > {
  build(inputShape: readonly (number | null)[]): unknown;
  compile(options: { readonly [K in keyof CompileOptions]: CompileOptions[K] }): void;
}

/** @throws OptionError for what is no model. */
export function requireModel(who: string, model: unknown): asserts model is Model {
  if (typeof (model as Model | undefined)?.getWeights === 'function') return;
  throw new OptionError(
    `${who}: model must be a Sequential, new Sequential([…]), got ${show(model)}.`,
  );
}

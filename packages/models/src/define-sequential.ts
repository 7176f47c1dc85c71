import { type Layer, refuseFurther } from '@tsuno/core';
import type { Environment } from './environment.ts';
import type { FileSource, LoadModelOptions } from './file-options.ts';
import type { ReviveOptions } from './model-json.ts';
import type { Sequential as NamedSequential } from './named-sequential.ts';
import { Sequential, type SequentialOptions } from './sequential.ts';
import type { SequentialJson } from './sequential-json.ts';

/** The Sequential of one environment. `Model` is the type of its models, which may know the environment's names. */
export interface SequentialConstructor<Model extends Sequential = NamedSequential> {
  new (layers?: readonly Layer[], options?: SequentialOptions): Model;
  /**
   * Makes the model that `json` (or its text) describes, compiled as it was, with fresh weights. Factories of your own
   * are handed in: `Sequential.fromJSON(json, { custom: { MyLayer } })`.
   *
   * @throws OptionError for JSON that is no model.
   */
  fromJSON(json: SequentialJson | string, options?: ReviveOptions): Model;
  /** Opens a saved model, compiled as it was, from where its training goes on. */
  load(source: FileSource, options?: LoadModelOptions): Promise<Model>;
}

/**
 * Ties Sequential to engines and namespaces. The package `tsuno` does it with all there are; a smaller bundle may do
 * it with a few. Names in strings are looked up in these namespaces when `compile` runs; the compiler takes any string.
 *
 * @example
 * import { defineSequential } from 'tsuno/models';
 * import { tfjsEngine } from 'tsuno/engine-tfjs';
 * import { activations, callbacks, initializers, layers, losses, metrics, optimizers } from 'tsuno';
 *
 * const Small = defineSequential({
 *   engines: [tfjsEngine],
 *   layers,
 *   activations,
 *   initializers,
 *   losses,
 *   metrics,
 *   optimizers,
 *   accuracyFor: metrics.accuracyFor,
 *   progress: callbacks.ProgbarLogger,
 * });
 * new Small([layers.Dense({ units: 1 })]);
 */
export function defineSequential(environment: Environment): SequentialConstructor {
  const bound = function boundSequential(
    layers: readonly Layer[] = [],
    options: SequentialOptions = {},
    ...further: readonly unknown[]
  ) {
    refuseFurther('Sequential(layers, options)', [layers, options, ...further]);
    return new Sequential(layers, options, environment);
  };
  // `instanceof` works for what either of the two makes.
  bound.prototype = Sequential.prototype;
  return Object.assign(bound, {
    fromJSON(json: SequentialJson | string, options?: ReviveOptions) {
      refuseFurther('Sequential.fromJSON(json, options)', arguments);
      return Sequential.revive(environment, json, options);
    },
    async load(source: FileSource, options?: LoadModelOptions) {
      refuseFurther('loadModel(source, options)', arguments);
      return Sequential.load(environment, source, options);
    },
  }) as unknown as SequentialConstructor;
}

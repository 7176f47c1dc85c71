import type { OptionDeclarations } from './declare-options.ts';
import type { Config, Description } from './description.ts';
import { type Rng, seededRng } from './rng.ts';
import { type Shape, sizeOf } from './shape.ts';

/** A rule for the start values of a weight. */
export interface Initializer extends Description<'initializer'> {
  /** The start values of a weight of this shape, row by row. Plain arithmetic, so every engine starts bit-equal. */
  call(shape: Shape, rng: Rng): Float32Array;
}

/**
 * Makes an initializer from a function that gives one value at a time, or all of them.
 *
 * @example
 * import { defineInitializer } from 'tsuno/core';
 *
 * const Ramp = ({ step = 0.1 } = {}) =>
 *   defineInitializer({
 *     kind: 'Ramp',
 *     config: { step },
 *     sampler: () => {
 *       let next = 0;
 *       return () => step * next++;
 *     },
 *   });
 */
export function defineInitializer<C extends Config>({
  sampler,
  ...initializer
}: {
  readonly kind: string;
  /** With a `seed` among the options, the values depend on it alone and not on the model's seed. */
  readonly config: C;
  readonly options?: OptionDeclarations;
  /** Called once for a weight; what it returns is called for each value in turn. */
  readonly sampler: (shape: Shape, rng: Rng) => () => number;
}): Initializer & { readonly config: C } {
  const { config } = initializer;
  return Object.freeze({
    ...initializer,
    type: 'initializer' as const,
    config: Object.freeze(config),
    call(shape: Shape, rng: Rng) {
      const source = typeof config.seed === 'number' ? seededRng(config.seed) : rng;
      const next = sampler(shape, source);
      return Float32Array.from({ length: sizeOf(shape) }, next);
    },
  });
}

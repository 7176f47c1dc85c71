import type { Shape } from '@tsuno/core';

/**
 * How many numbers go into and out of one unit of a weight: Glorot's and He's fan-in and fan-out.
 * A matrix is [in, out]; a vector counts for both; further axes in front are a receptive field.
 *
 * Source: https://github.com/keras-team/keras/blob/master/keras/src/initializers/random_initializers.py (`compute_fans`)
 */
export function fansOf(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0], fanOut: shape[0] };
  const field = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return {
    fanIn: field * shape[shape.length - 2],
    fanOut: field * shape[shape.length - 1],
  };
}

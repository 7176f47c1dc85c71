import {
  defineElementwise,
  refuseUnknownOptions,
  requireInterval,
  requireNamedOptions,
} from '@tsuno/core';

export interface SquareplusOptions {
  /** How smooth the bend at 0 is. */
  readonly b?: number;
}

/**
 * y = (x + √(x² + b))/2, a smooth relu without exponentials.
 *
 * @throws OptionError for options that are not numbers.
 * @see https://keras.io/api/layers/activations/#squareplus-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'squareplus' });
 */
export function squareplus({ b = 4, ...unknown }: SquareplusOptions = {}) {
  requireNamedOptions('squareplus', arguments);
  const config = { b };
  refuseUnknownOptions('squareplus', unknown, Object.keys(config));
  requireInterval('squareplus', { b }, '[0, ∞)');
  return defineElementwise({
    kind: 'squareplus',
    config,
    forward: (k, x) => k.mul(k.add(x, k.sqrt(k.add(k.square(x), b))), 0.5),
    backward: (k, _y, dy, x) =>
      k.mul(dy, k.mul(k.add(1, k.div(x, k.sqrt(k.add(k.square(x), b)))), 0.5)),
  });
}

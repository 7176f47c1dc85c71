import { type Activation, declareOptions, defineElementwise, type NoOptions } from '@tsuno/core';
import { expm1Of } from './functions.ts';

const declared = declareOptions('selu', {});

/**
 * The scaled exponential linear unit: y = λ·x for x > 0, otherwise λ·α·(eˣ − 1), with λ and α such that layers keep mean 0
 * and variance 1.
 *
 * Source: G. Klambauer et al., "Self-Normalizing Neural Networks" (2017).
 *
 * @see https://keras.io/api/layers/activations/#selu-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'selu' });
 */
export function selu(options: NoOptions = {}): Activation {
  return defineElementwise({
    ...declared.read(arguments),
    forward: (k, x) => k.mul(k.whereGreater(x, 0, x, k.mul(expm1Of(k, x), ALPHA)), LAMBDA),
    backward: (k, _y, dy, x) =>
      k.mul(dy, k.whereGreater(x, 0, LAMBDA, k.mul(k.exp(k.min(x, 0)), LAMBDA * ALPHA))),
  });
}

const ALPHA = 1.6732632423543772;
const LAMBDA = 1.0507009873554805;

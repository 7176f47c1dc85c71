import {
  type Activation,
  type Arith,
  declareOptions,
  defineElementwise,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';
import { normalCdf } from './functions.ts';

const declared = declareOptions('gelu', {
  /** True takes the approximation by tanh. */
  approximate: option.boolean(false),
});

export interface GeluOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * The Gaussian error linear unit: y = x·Φ(x), with Φ the normal distribution, or approximately
 * ½x·(1 + tanh(√(2/π)·(x + 0.044715x³))).
 *
 * Source: D. Hendrycks and K. Gimpel, "Gaussian Error Linear Units" (2016).
 *
 * @throws OptionError for options that are not numbers.
 * @see https://keras.io/api/layers/activations/#gelu-function
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'gelu' });
 */
export function gelu(options: GeluOptions = {}): Activation {
  const described = declared.read(arguments);
  const { approximate } = described.config;
  return defineElementwise({
    ...described,
    forward(k, x) {
      if (!approximate) return k.mul(x, normalCdf(k, x));
      return k.mul(k.mul(x, 0.5), k.add(1, k.tanh(inner(k, x))));
    },
    backward(k, _y, dy, x) {
      if (!approximate) {
        const density = k.mul(k.exp(k.mul(k.square(x), -0.5)), DENSITY);
        return k.mul(dy, k.add(normalCdf(k, x), k.mul(x, density)));
      }
      const t = k.tanh(inner(k, x));
      const slope = k.mul(k.add(1, k.mul(k.square(x), 3 * CUBE)), ROOT);
      const bend = k.mul(k.mul(k.mul(x, 0.5), k.sub(1, k.square(t))), slope);
      return k.mul(dy, k.add(k.mul(k.add(1, t), 0.5), bend));
    },
  });
}

/** √(2/π), the factor of x³, and 1/√(2π). */
const ROOT = Math.sqrt(2 / Math.PI);
const CUBE = 0.044715;
const DENSITY = 1 / Math.sqrt(2 * Math.PI);

function inner<T>(k: Arith<T>, x: T): T {
  return k.mul(k.add(x, k.mul(k.mul(x, k.square(x)), CUBE)), ROOT);
}

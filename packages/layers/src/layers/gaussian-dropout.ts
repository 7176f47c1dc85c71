import {
  type Arith,
  type Layer,
  type OptionsOf,
  option,
  type RandomRule,
  type Shown,
} from '@tsuno/core';
import { declareLayer } from './layer-options.ts';
import { normal } from './normal-number.ts';
import { randomLayer } from './random-layer.ts';

const declared = declareLayer('GaussianDropout', {
  /** r: the noise is as strong as that of a Dropout with this rate. */
  rate: option.number('[0, 1)'),
  /** With it the factors depend on this seed and the step alone. */
  seed: option.seed(),
});

export interface GaussianDropoutOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Multiplies each input by a normal number with mean 1 and variance r/(1 − r) while training: what Dropout does to the
 * mean and the variance, without zeros. Nothing happens in `evaluate` and `predict`.
 *
 * Source: N. Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting" (2014), section 10.
 *
 * @throws OptionError for a rate outside [0, 1): at 1, which Keras takes, the variance is infinite.
 * @see https://keras.io/api/layers/regularization_layers/gaussian_dropout/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.GaussianDropout({ rate: 0.2 });
 */
export function GaussianDropout(options: GaussianDropoutOptions): Layer {
  const described = declared.read(arguments);
  const { rate, seed } = described.config;
  const sigma = Math.sqrt(rate / (1 - rate));
  const times = <T>(k: Arith<T>, x: T, u: T) => k.mul(x, k.add(k.mul(normal(k, u), sigma), 1));
  const rule: RandomRule = { forward: times, backward: times };
  return randomLayer(described, rule, { seed, isRandom: rate > 0 });
}

import { type Layer, type OptionsOf, option, type RandomRule, type Shown } from '@tsuno/core';
import { declareLayer } from './layer-options.ts';
import { normal } from './normal-number.ts';
import { randomLayer } from './random-layer.ts';

const declared = declareLayer('GaussianNoise', {
  /** σ: the standard deviation of the noise. */
  stddev: option.number('[0, ∞)'),
  /** With it the noise depends on this seed and the step alone. */
  seed: option.seed(),
});

export interface GaussianNoiseOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Adds normal noise with mean 0 and standard deviation σ while training. Nothing happens in `evaluate` and `predict`.
 *
 * @throws OptionError for a negative stddev.
 * @see https://keras.io/api/layers/regularization_layers/gaussian_noise/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.GaussianNoise({ stddev: 0.1 });
 */
export function GaussianNoise(options: GaussianNoiseOptions): Layer {
  const described = declared.read(arguments);
  const { stddev, seed } = described.config;
  const rule: RandomRule = {
    forward: (k, x, u) => k.add(x, k.mul(normal(k, u), stddev)),
    backward: (_k, dy) => dy,
  };
  return randomLayer(described, rule, { seed, isRandom: stddev > 0 });
}

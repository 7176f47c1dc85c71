import type { Layer, OptionsOf, Shown } from '@tsuno/core';
import { leakyRelu, slopeBelow } from '../activations/leaky-relu.ts';
import { activationLayer } from './activation-layer.ts';
import { declareLayer } from './layer-options.ts';

const declared = declareLayer('LeakyReLU', slopeBelow('[0, ∞)', 0.3));

export interface LeakyReLUOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * The leaky rectified linear unit as a layer: y = x for x ≥ 0, otherwise negativeSlope·x. As in Keras the layer's
 * default slope is 0.3, the activation's 0.2.
 *
 * @throws OptionError for a negative slope.
 * @see https://keras.io/api/layers/activation_layers/leaky_relu/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.LeakyReLU({ negativeSlope: 0.1 });
 */
export function LeakyReLU(options: LeakyReLUOptions = {}): Layer {
  const described = declared.read(arguments);
  const { negativeSlope } = described.config;
  return activationLayer(described, leakyRelu({ negativeSlope }));
}

import { requireInterval, requireNamedOptions } from '@tsuno/core';
import { activationLayer } from './activation-layer.ts';
import { leakyRelu } from './activations/leaky-relu.ts';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';

export interface LeakyReLUOptions extends LayerOptions {
  /** The slope below 0. */
  readonly negativeSlope?: number;
}

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
export function LeakyReLU({ negativeSlope = 0.3, name, ...unknown }: LeakyReLUOptions = {}) {
  requireNamedOptions('LeakyReLU', arguments);
  const config = { negativeSlope, name };
  requireInterval('LeakyReLU', { negativeSlope }, '[0, ∞)');
  checkLayerOptions('LeakyReLU', config, unknown);
  return activationLayer('LeakyReLU', config, leakyRelu({ negativeSlope }));
}

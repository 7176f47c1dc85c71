import { requireInterval, requireNamedOptions } from '@tsuno/core';
import { activationLayer } from './activation-layer.ts';
import { type ReluOptions, relu } from './activations/relu.ts';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';

export interface ReLUOptions extends ReluOptions, LayerOptions {}

/**
 * The rectified linear unit as a layer, y = max(x, 0): see the activation `relu` for the options.
 *
 * @throws OptionError for a negative option.
 * @see https://keras.io/api/layers/activation_layers/relu/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.ReLU({ maxValue: 6 });
 */
export function ReLU({
  maxValue = null,
  negativeSlope = 0,
  threshold = 0,
  name,
  ...unknown
}: ReLUOptions = {}) {
  requireNamedOptions('ReLU', arguments);
  const config = { maxValue, negativeSlope, threshold, name };
  requireInterval('ReLU', { negativeSlope, threshold }, '[0, ∞)');
  if (maxValue !== null) requireInterval('ReLU', { maxValue }, '[0, ∞)');
  checkLayerOptions('ReLU', config, unknown);
  return activationLayer('ReLU', config, relu({ negativeSlope, maxValue, threshold }));
}

import type { Layer, OptionsOf, Shown } from '@tsuno/core';
import { relu, reluOptions } from '../activations/relu.ts';
import { activationLayer } from './activation-layer.ts';
import { declareLayer } from './layer-options.ts';

const declared = declareLayer('ReLU', reluOptions('[0, ∞)'));

export interface ReLUOptions extends OptionsOf<typeof declared>, Shown {}

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
export function ReLU(options: ReLUOptions = {}): Layer {
  const described = declared.read(arguments);
  const { negativeSlope, maxValue, threshold } = described.config;
  return activationLayer(described, relu({ negativeSlope, maxValue, threshold }));
}

import type { Layer, OptionsOf, Shown } from '@tsuno/core';
import { SUM_AXIS } from '../activations/along-axis.ts';
import { softmax } from '../activations/softmax.ts';
import { activationLayer } from './activation-layer.ts';
import { declareLayer } from './layer-options.ts';

const declared = declareLayer('Softmax', SUM_AXIS);

export interface SoftmaxLayerOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * The softmax as a layer: turns logits into probabilities that add up to 1. Put it behind a trained from-logits model
 * to read its outputs as probabilities.
 *
 * @throws OptionError for an axis that is no whole number.
 * @see https://keras.io/api/layers/activation_layers/softmax/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Softmax();
 */
export function Softmax(options: SoftmaxLayerOptions = {}): Layer {
  const described = declared.read(arguments);
  const { axis } = described.config;
  return activationLayer(described, softmax({ axis }));
}

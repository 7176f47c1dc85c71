import { defineLayer, requireNamedOptions } from '@tsuno/core';
import { type SoftmaxOptions, softmax } from './activations/softmax.ts';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';

export interface SoftmaxLayerOptions extends SoftmaxOptions, LayerOptions {}

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
export function Softmax({ axis = -1, name, ...unknown }: SoftmaxLayerOptions = {}) {
  requireNamedOptions('Softmax', arguments);
  const config = { axis, name };
  const activation = softmax({ axis });
  checkLayerOptions('Softmax', config, unknown);
  return defineLayer({
    kind: 'Softmax',
    config,
    yields: activation.yields,
    plan: (input) => ({ output: input, weights: [] }),
    call: activation.call,
    lower: activation.lower,
  });
}

import type { Layer, OptionsOf, Shown } from '@tsuno/core';
import { alphaBelow, elu } from '../activations/elu.ts';
import { activationLayer } from './activation-layer.ts';
import { declareLayer } from './layer-options.ts';

const declared = declareLayer('ELU', alphaBelow('(-∞, ∞)'));

export interface ELUOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * The exponential linear unit as a layer: y = x for x > 0, otherwise alpha·(eˣ − 1).
 *
 * @throws OptionError for an alpha that is no number.
 * @see https://keras.io/api/layers/activation_layers/elu/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.ELU({ alpha: 0.5 });
 */
export function ELU(options: ELUOptions = {}): Layer {
  const described = declared.read(arguments);
  const { alpha } = described.config;
  return activationLayer(described, elu({ alpha }));
}

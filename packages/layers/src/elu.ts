import { requireInterval, requireNamedOptions } from '@tsuno/core';
import { activationLayer } from './activation-layer.ts';
import { elu } from './activations/elu.ts';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';

export interface ELUOptions extends LayerOptions {
  /** −alpha is what the outputs approach for very negative inputs. */
  readonly alpha?: number;
}

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
export function ELU({ alpha = 1, name, ...unknown }: ELUOptions = {}) {
  requireNamedOptions('ELU', arguments);
  const config = { alpha, name };
  requireInterval('ELU', { alpha }, '(-∞, ∞)');
  checkLayerOptions('ELU', config, unknown);
  return activationLayer('ELU', config, elu({ alpha }));
}

import type { Layer, OptionsOf, Shown } from '@tsuno/core';
import { activationLayer } from './activation-layer.ts';
import { type ActivationLike, activation } from './activation-like.ts';
import { declareLayer, type LayerOptions } from './layer-options.ts';

const declared = declareLayer('Activation', {
  /** A name (`'relu'`), an activation made by a factory, or null for none. */
  activation: activation(),
});
/** What may be given behind an activation. */
const further = declareLayer('Activation', {});

export interface ActivationLayerOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * An activation as a layer of its own: `Dense` without one, followed by this, is `Dense` with it.
 *
 * @throws OptionError for an unknown activation.
 * @see https://keras.io/api/layers/core_layers/activation/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Activation('sigmoid');
 */
export function Activation(
  activation: ActivationLike | ActivationLayerOptions,
  options: LayerOptions = {},
): Layer {
  const described = isOptions(activation)
    ? declared.read(arguments)
    : declared.read([{ activation, ...further.read([...arguments].slice(1)).config }]);
  return activationLayer(described, described.config.activation);
}

function isOptions(
  value: ActivationLike | ActivationLayerOptions,
): value is ActivationLayerOptions {
  return typeof value === 'object' && value !== null && !('kind' in value);
}

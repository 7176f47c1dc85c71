import { defineLayer } from '@tsuno/core';
import { type ActivationLike, resolveActivation } from './activation-like.ts';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';

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
  { name, ...unknown }: LayerOptions = {},
) {
  const options = isOptions(activation) ? activation : { activation, name, ...unknown };
  return fromOptions(options);
}

export interface ActivationLayerOptions extends LayerOptions {
  readonly activation: ActivationLike;
}

function fromOptions({ activation, name, ...unknown }: ActivationLayerOptions) {
  const config = { activation: resolveActivation('Activation', activation), name };
  checkLayerOptions('Activation', config, unknown);
  return defineLayer({
    kind: 'Activation',
    config,
    yields: config.activation.yields,
    plan: (input) => ({ output: config.activation.output?.(input) ?? input, weights: [] }),
    call: (x) => config.activation.call(x),
    lower: config.activation.lower,
  });
}

function isOptions(
  value: ActivationLike | ActivationLayerOptions,
): value is ActivationLayerOptions {
  return typeof value === 'object' && value !== null && !('kind' in value);
}

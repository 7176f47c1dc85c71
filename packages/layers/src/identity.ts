import { defineLayer, requireNamedOptions } from '@tsuno/core';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';

/**
 * y = x: a place holder, where a layer is expected and nothing shall happen.
 *
 * @see https://keras.io/api/layers/core_layers/identity/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Identity();
 */
export function Identity({ name, ...unknown }: LayerOptions = {}) {
  requireNamedOptions('Identity', arguments);
  const config = { name };
  checkLayerOptions('Identity', config, unknown);
  return defineLayer({
    kind: 'Identity',
    config,
    yields: 'input',
    plan: (input) => ({ output: input, weights: [] }),
    lower: () => [],
    call: (x) => x,
  });
}

import { defineLayer, type Layer } from '@tsuno/core';
import { declareLayer, type LayerOptions } from './layer-options.ts';

const declared = declareLayer('Identity', {});

/**
 * y = x: a place holder, where a layer is expected and nothing shall happen.
 *
 * @see https://keras.io/api/layers/core_layers/identity/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Identity();
 */
export function Identity(options: LayerOptions = {}): Layer {
  return defineLayer({
    ...declared.read(arguments),
    yields: 'input',
    plan: (input) => ({ output: input, weights: [] }),
    lower: () => [],
    call: (x) => x,
  });
}

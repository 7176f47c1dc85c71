import { defineLayer, requireNamedOptions, sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { checkLayerOptions, type LayerOptions } from './layer-options.ts';

/**
 * Makes one vector of each example: [28, 28] → [784], row by row. A single number becomes a vector of one.
 *
 * @see https://keras.io/api/layers/reshaping_layers/flatten/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([
 *   layers.Input({ shape: [28, 28] }),
 *   layers.Flatten(),
 *   layers.Dense({ units: 10 }),
 * ]);
 * console.assert(model.countParams() === 7850);
 */
export function Flatten({ name, ...unknown }: LayerOptions = {}) {
  requireNamedOptions('Flatten', arguments);
  const config = { name };
  checkLayerOptions('Flatten', config, unknown);
  return defineLayer({
    kind: 'Flatten',
    config,
    yields: 'input',
    plan: (input) => ({ output: [sizeOf(input)], weights: [] }),
    lower: () => [{ op: 'reshape' }],
    call: (x) => tf.reshape(x, [x.shape[0], sizeOf(x.shape.slice(1))]),
  });
}

import { defineLayer, type Layer, sizeOf } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareLayer, type LayerOptions } from './layer-options.ts';

const declared = declareLayer('Flatten', {});

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
export function Flatten(options: LayerOptions = {}): Layer {
  return defineLayer({
    ...declared.read(arguments),
    yields: 'input',
    plan: (input) => ({ output: [sizeOf(input)], weights: [] }),
    lower: () => [{ op: 'reshape' }],
    call: (x) => tf.reshape(x, [x.shape[0], sizeOf(x.shape.slice(1))]),
  });
}

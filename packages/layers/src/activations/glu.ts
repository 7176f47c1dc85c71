import {
  type Activation,
  declareOptions,
  defineActivation,
  type OptionsOf,
  option,
  ShapeError,
  type Shown,
  showShape,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';

const declared = declareOptions('glu', {
  /** The axis that is cut in half, the last. */
  axis: option.oneOf([-1], -1),
});

export interface GluOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * The gated linear unit: the inputs are cut in half, and y = a·sigmoid(b). There are half as many outputs.
 *
 * Source: Y. Dauphin et al., "Language Modeling with Gated Convolutional Networks" (2017).
 *
 * @throws OptionError for an axis other than the last; ShapeError for an odd number of inputs.
 * @see https://keras.io/api/layers/activations/#glu-function
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([
 *   layers.Input({ shape: [4] }),
 *   layers.Dense({ units: 6, activation: 'glu' }),
 * ]);
 * console.assert(String(model.outputShape) === ',3');
 */
export function glu(options: GluOptions = {}): Activation {
  return defineActivation({
    ...declared.read(arguments),
    output(input) {
      const last = input[input.length - 1];
      if (last === undefined || last % 2 !== 0) {
        throw new ShapeError(`glu: the inputs ${showShape(input)} cannot be cut in half.`);
      }
      return [...input.slice(0, -1), last / 2];
    },
    call(x) {
      const half = x.shape[x.rank - 1] / 2;
      const from = (start: number) => [...Array(x.rank - 1).fill(0), start];
      const size = [...x.shape.slice(0, -1), half];
      return tf.mul(tf.slice(x, from(0), size), tf.sigmoid(tf.slice(x, from(half), size)));
    },
  });
}

import { axisIn, declareOptions, type OptionsOf, option, type Shown } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { type ArrayLikeData, toRows } from '@tsuno/models';
import { readOptions } from './read-options.ts';

const declared = declareOptions('normalize', {
  /** The axis along which the numbers make a vector. */
  axis: option.whole('(-∞, ∞)', -1),
  /** The p of the norm: 1 for the sum of the sizes, 2 for the length. */
  order: option.whole('[1, ∞)', 2),
});

export interface NormalizeOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Vectors of length 1: x / ‖x‖ along an axis, with ‖x‖ = (Σ|xᵢ|ᵖ)^(1/p). Vectors of zeros stay as they are.
 *
 * To bring features to mean 0 and variance 1, use `layers.Normalization().adapt(x)`.
 *
 * @see https://keras.io/api/utils/python_utils/#normalize-function
 * @example
 * import { utils } from 'tsuno';
 *
 * const [a, b] = utils.normalize([[3, 4]]).dataSync();
 * console.assert(Math.abs(a - 0.6) < 1e-6 && Math.abs(b - 0.8) < 1e-6);
 */
export function normalize(x: ArrayLikeData, options: NormalizeOptions = {}): tf.Tensor {
  const { axis, order } = readOptions(declared, options, '{ order: 1 }');
  const { values, shape, size } = toRows('normalize', 'x', x);
  const axes = [size, ...shape];
  const along = axisIn('normalize', axis, axes.length, { of: 'data', first: 0 });
  const length = axes[along];
  const step = axes.slice(along + 1).reduce((product, each) => product * each, 1);
  const result = new Float32Array(values.length);
  for (let vector = 0; vector * length < values.length; vector++) {
    const start = Math.floor(vector / step) * step * length + (vector % step);
    let sum = 0;
    for (let i = 0; i < length; i++) sum += Math.abs(values[start + i * step]) ** order;
    const norm = sum ** (1 / order) || 1;
    for (let i = 0; i < length; i++) result[start + i * step] = values[start + i * step] / norm;
  }
  return tf.tensor(result, axes);
}

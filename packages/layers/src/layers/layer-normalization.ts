import {
  axesOption,
  axisIn,
  axisOption,
  defineLayer,
  type Layer,
  type OptionsOf,
  requireDifferentAxes,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareWeightedLayer } from './layer-options.ts';
import { SCALE_AND_SHIFT, scaleAndShift, scaleAndShiftWeights } from './scale-and-shift.ts';

const declared = declareWeightedLayer('LayerNormalization', {
  /** The axis or axes over which each example is normalized, as a rule the last; 0 is the batch. */
  axis: axesOption(axisOption(), -1),
  ...SCALE_AND_SHIFT,
});

export interface LayerNormalizationOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * Normalizes each example by itself: y = gamma·(x − mean)/√(variance + ε) + beta, with mean and (biased) variance over
 * the numbers along `axis`, and learned gamma and beta. It does the same in training and afterwards.
 *
 * Source: J. Ba et al., "Layer Normalization" (2016), https://arxiv.org/abs/1607.06450.
 *
 * @throws OptionError for a negative epsilon; ShapeError for an axis that does not exist.
 * @see https://keras.io/api/layers/normalization_layers/layer_normalization/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Input({ shape: [5] }), layers.LayerNormalization()]);
 * console.assert(model.countParams() === 10);
 */
export function LayerNormalization(options: LayerNormalizationOptions = {}): Layer {
  const described = declared.read(arguments);
  const { config } = described;
  const { axis, epsilon, center, scale } = config;
  const axesIn = (who: string, rank: number) =>
    ([axis].flat() as readonly number[]).map((one) => axisIn(who, one, rank)).sort((a, b) => a - b);
  return defineLayer<'gamma' | 'beta'>({
    ...described,
    plan(input, who) {
      const axes = axesIn(who, input.length + 1);
      requireDifferentAxes(who, axes);
      const shape = axes.map((one) => input[one - 1]);
      return { output: input, weights: scaleAndShiftWeights(config, shape) };
    },
    lower: (input) =>
      input.length === 1
        ? [
            {
              op: 'layerNormalize',
              gamma: scale ? 'gamma' : null,
              beta: center ? 'beta' : null,
              epsilon,
            },
          ]
        : null,
    call(x, weights) {
      const axes = axesIn('LayerNormalization', x.rank);
      const spread = (v: tf.Tensor) =>
        tf.reshape(
          v,
          x.shape.map((size, index) => (axes.includes(index) ? size : 1)),
        );
      const mean = tf.mean(x, axes, true);
      const variance = tf.mean(tf.square(tf.sub(x, mean)), axes, true);
      return scaleAndShift(config, x, { mean, variance }, weights, spread);
    },
  });
}

import { defineLayer, requireNamedOptions, type WeightSpec } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { axisOf, requireAxes } from './axis.ts';
import { checkLayerOptions } from './layer-options.ts';
import { checkScaleAndShift, type ScaleAndShiftOptions } from './normalization-options.ts';
import { resolveWeightOptions } from './weight-options.ts';

export interface LayerNormalizationOptions extends ScaleAndShiftOptions {
  /** The axis or axes over which each example is normalized, as a rule the last; 0 is the batch. */
  readonly axis?: number | readonly number[];
}

type Weights = 'gamma' | 'beta';

/**
 * Normalizes each example by itself: y = gamma·(x − mean)/√(variance + ε) + beta, with mean and (biased) variance over
 * the numbers along `axis`, and learned gamma and beta. It does the same in training and afterwards.
 *
 * Source: J. Ba et al., "Layer Normalization" (2016), https://arxiv.org/abs/1607.06450.
 *
 * @throws OptionError for a negative epsilon and an axis that does not exist.
 * @see https://keras.io/api/layers/normalization_layers/layer_normalization/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Input({ shape: [5] }), layers.LayerNormalization()]);
 * console.assert(model.countParams() === 10);
 */
export function LayerNormalization({
  axis = -1,
  epsilon = 1e-3,
  center = true,
  scale = true,
  betaInitializer = 'zeros',
  gammaInitializer = 'ones',
  betaRegularizer = null,
  gammaRegularizer = null,
  activityRegularizer = null,
  betaConstraint = null,
  gammaConstraint = null,
  trainable = true,
  name,
  ...unknown
}: LayerNormalizationOptions = {}) {
  requireNamedOptions('LayerNormalization', arguments);
  const config = {
    axis,
    epsilon,
    center,
    scale,
    ...resolveWeightOptions('LayerNormalization', {
      betaInitializer,
      gammaInitializer,
      betaRegularizer,
      gammaRegularizer,
      activityRegularizer,
      betaConstraint,
      gammaConstraint,
    }),
    trainable,
    name,
  };
  checkLayerOptions('LayerNormalization', config, unknown);
  checkScaleAndShift('LayerNormalization', { epsilon, center, scale });
  requireAxes('LayerNormalization', axis, true);
  const axesOf = (who: string, rank: number) =>
    [axis]
      .flat()
      .map((one) => axisOf(who, one as number, rank))
      .sort((a, b) => a - b);

  return defineLayer<Weights, typeof config>({
    kind: 'LayerNormalization',
    config,
    plan(input, who) {
      const axes = axesOf(who, input.length + 1);
      requireAxes(who, axes, true);
      const shape = axes.map((one) => input[one - 1]);
      const gamma: WeightSpec<Weights> = {
        name: 'gamma',
        shape,
        initializer: config.gammaInitializer,
        regularizer: config.gammaRegularizer,
        constraint: config.gammaConstraint,
      };
      const beta: WeightSpec<Weights> = {
        name: 'beta',
        shape,
        initializer: config.betaInitializer,
        regularizer: config.betaRegularizer,
        constraint: config.betaConstraint,
      };
      return { output: input, weights: [...(scale ? [gamma] : []), ...(center ? [beta] : [])] };
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
    call(x, { gamma, beta }) {
      const axes = axesOf('LayerNormalization', x.rank);
      const spread = (v: tf.Tensor) =>
        tf.reshape(
          v,
          x.shape.map((size, index) => (axes.includes(index) ? size : 1)),
        );
      const mean = tf.mean(x, axes, true);
      const variance = tf.mean(tf.square(tf.sub(x, mean)), axes, true);
      const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)));
      const scaled = scale ? tf.mul(normal, spread(gamma)) : normal;
      return center ? tf.add(scaled, spread(beta)) : scaled;
    },
  });
}

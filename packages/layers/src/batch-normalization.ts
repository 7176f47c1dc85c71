import { defineLayer, requireInterval, requireNamedOptions, type WeightSpec } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { axisOf, requireAxes } from './axis.ts';
import { checkLayerOptions } from './layer-options.ts';
import { checkScaleAndShift, type ScaleAndShiftOptions } from './normalization-options.ts';
import { type InitializerLike, resolveWeightOptions } from './weight-options.ts';

export interface BatchNormalizationOptions extends ScaleAndShiftOptions {
  /** The axis whose entries are normalized each by itself, as a rule the last; 0 is the batch. */
  readonly axis?: number;
  /** How slowly the moving averages follow. */
  readonly momentum?: number;
  /** The start values of the moving mean. */
  readonly movingMeanInitializer?: InitializerLike;
  /** The start values of the moving variance. */
  readonly movingVarianceInitializer?: InitializerLike;
}

type Weights = 'gamma' | 'beta' | 'moving_mean' | 'moving_variance';

/**
 * Normalizes each feature over the batch: y = gamma·(x − mean)/√(variance + ε) + beta, with learned gamma and beta.
 *
 * While training, mean and (biased) variance are those of the batch, and moving averages follow them, moving ←
 * momentum·moving + (1 − momentum)·batch; `evaluate` and `predict` use the moving ones. With `trainable: false` these
 * are used while training too.
 *
 * Source: S. Ioffe and C. Szegedy, "Batch Normalization" (2015), https://arxiv.org/abs/1502.03167.
 *
 * @throws OptionError for a momentum outside [0, 1], a negative epsilon and an axis that does not exist.
 * @see https://keras.io/api/layers/normalization_layers/batch_normalization/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Input({ shape: [5] }), layers.BatchNormalization()]);
 * console.assert(model.countParams() === 20);
 */
export function BatchNormalization({
  axis = -1,
  momentum = 0.99,
  epsilon = 1e-3,
  center = true,
  scale = true,
  betaInitializer = 'zeros',
  gammaInitializer = 'ones',
  movingMeanInitializer = 'zeros',
  movingVarianceInitializer = 'ones',
  betaRegularizer = null,
  gammaRegularizer = null,
  activityRegularizer = null,
  betaConstraint = null,
  gammaConstraint = null,
  trainable = true,
  name,
  ...unknown
}: BatchNormalizationOptions = {}) {
  requireNamedOptions('BatchNormalization', arguments);
  const config = {
    axis,
    momentum,
    epsilon,
    center,
    scale,
    ...resolveWeightOptions('BatchNormalization', {
      betaInitializer,
      gammaInitializer,
      movingMeanInitializer,
      movingVarianceInitializer,
      betaRegularizer,
      gammaRegularizer,
      activityRegularizer,
      betaConstraint,
      gammaConstraint,
    }),
    trainable,
    name,
  };
  checkLayerOptions('BatchNormalization', config, unknown);
  checkScaleAndShift('BatchNormalization', { epsilon, center, scale });
  requireAxes('BatchNormalization', axis, false);
  requireInterval('BatchNormalization', { momentum }, '[0, 1]');

  return defineLayer<Weights, typeof config>({
    kind: 'BatchNormalization',
    config,
    plan(input, who) {
      const shape = [input[axisOf(who, axis, input.length + 1) - 1]];
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
      const moving = (kept: 'mean' | 'variance', own: 'Mean' | 'Variance') =>
        ({
          name: `moving_${kept}`,
          shape,
          initializer: config[`moving${own}Initializer`],
          trainable: false,
        }) as const;
      return {
        output: input,
        weights: [
          ...(scale ? [gamma] : []),
          ...(center ? [beta] : []),
          moving('mean', 'Mean'),
          moving('variance', 'Variance'),
        ],
      };
    },
    lower: (input) =>
      input.length === 1
        ? [
            {
              op: 'batchNormalize',
              gamma: scale ? 'gamma' : null,
              beta: center ? 'beta' : null,
              movingMean: 'moving_mean',
              movingVariance: 'moving_variance',
              momentum,
              epsilon,
              isFrozen: !trainable,
            },
          ]
        : null,
    call(x, { gamma, beta, moving_mean, moving_variance }, mode) {
      const along = axisOf('BatchNormalization', axis, x.rank);
      const others = x.shape.map((_, index) => index).filter((index) => index !== along);
      const spread = (v: tf.Tensor) =>
        tf.reshape(
          v,
          x.shape.map((size, index) => (index === along ? size : 1)),
        );
      let [mean, variance] = [spread(moving_mean), spread(moving_variance)];
      if (mode.training && trainable) {
        mean = tf.mean(x, others, true);
        variance = tf.mean(tf.square(tf.sub(x, mean)), others, true);
        const follow = (moving: tf.Tensor, batch: tf.Tensor) =>
          tf.add(tf.mul(moving, momentum), tf.mul(tf.reshape(batch, moving.shape), 1 - momentum));
        mode.update('moving_mean', follow(moving_mean, mean));
        mode.update('moving_variance', follow(moving_variance, variance));
      }
      const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)));
      const scaled = scale ? tf.mul(normal, spread(gamma)) : normal;
      return center ? tf.add(scaled, spread(beta)) : scaled;
    },
  });
}

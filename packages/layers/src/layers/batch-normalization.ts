import {
  axisIn,
  axisOption,
  defineLayer,
  type Layer,
  type OptionsOf,
  option,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareWeightedLayer } from './layer-options.ts';
import { SCALE_AND_SHIFT, scaleAndShift, scaleAndShiftWeights } from './scale-and-shift.ts';
import { initializer } from './weight-options.ts';

const declared = declareWeightedLayer('BatchNormalization', {
  /** The axis whose entries are normalized each by itself, as a rule the last; 0 is the batch. */
  axis: axisOption(-1),
  /** How slowly the moving averages follow. */
  momentum: option.number('[0, 1]', 0.99),
  ...SCALE_AND_SHIFT,
  /** The start values of the moving mean. */
  movingMeanInitializer: initializer('zeros'),
  /** The start values of the moving variance. */
  movingVarianceInitializer: initializer('ones'),
});

export interface BatchNormalizationOptions extends OptionsOf<typeof declared>, Shown {}

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
 * @throws OptionError for a momentum outside [0, 1] and a negative epsilon; ShapeError for an axis that does not exist.
 * @see https://keras.io/api/layers/normalization_layers/batch_normalization/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Input({ shape: [5] }), layers.BatchNormalization()]);
 * console.assert(model.countParams() === 20);
 */
export function BatchNormalization(options: BatchNormalizationOptions = {}): Layer {
  const described = declared.read(arguments);
  const { config } = described;
  const { axis, momentum, epsilon, center, scale, trainable } = config;
  return defineLayer<Weights>({
    ...described,
    differsInTraining: trainable,
    plan(input, who) {
      const shape = [input[axisIn(who, axis, input.length + 1) - 1]];
      const moving = { shape, trainable: false };
      return {
        output: input,
        weights: [
          ...scaleAndShiftWeights(config, shape),
          { ...moving, name: 'moving_mean', initializer: config.movingMeanInitializer },
          { ...moving, name: 'moving_variance', initializer: config.movingVarianceInitializer },
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
      const along = axisIn('BatchNormalization', axis, x.rank);
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
      return scaleAndShift(config, x, { mean, variance }, { gamma, beta }, spread);
    },
  });
}

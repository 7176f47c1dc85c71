import { type ConfigOf, option, type Shape, type WeightSpec } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { constraint, initializer, regularizer } from './weight-options.ts';

/** The options of layers that normalize and then scale by gamma and shift by beta. */
export const SCALE_AND_SHIFT = {
  /** ε: added to the variance. */
  epsilon: option.number('[0, ∞)', 1e-3),
  /** False leaves the shift beta out. */
  center: option.boolean(true),
  /** False leaves the factor gamma out. */
  scale: option.boolean(true),
  /** The start values of beta. */
  betaInitializer: initializer('zeros'),
  /** The start values of gamma. */
  gammaInitializer: initializer('ones'),
  /** A penalty on beta that is added to the loss. */
  betaRegularizer: regularizer(),
  /** A penalty on gamma that is added to the loss. */
  gammaRegularizer: regularizer(),
  /** What beta is brought back to after every update. */
  betaConstraint: constraint(),
  /** What gamma is brought back to after every update. */
  gammaConstraint: constraint(),
};

export type ScaleAndShift = ConfigOf<typeof SCALE_AND_SHIFT>;

/** gamma and beta, as far as they are wanted. */
export function scaleAndShiftWeights(
  config: ScaleAndShift,
  shape: Shape,
): readonly WeightSpec<'gamma' | 'beta'>[] {
  const gamma = {
    name: 'gamma',
    shape,
    initializer: config.gammaInitializer,
    regularizer: config.gammaRegularizer,
    constraint: config.gammaConstraint,
  } as const;
  const beta = {
    name: 'beta',
    shape,
    initializer: config.betaInitializer,
    regularizer: config.betaRegularizer,
    constraint: config.betaConstraint,
  } as const;
  return [...(config.scale ? [gamma] : []), ...(config.center ? [beta] : [])];
}

/** gamma·(x − mean)/√(variance + ε) + beta, with `spread` to bring weights to the axes of x. */
export function scaleAndShift(
  { epsilon, scale, center }: ScaleAndShift,
  x: tf.Tensor,
  { mean, variance }: { readonly mean: tf.Tensor; readonly variance: tf.Tensor },
  { gamma, beta }: { readonly gamma: tf.Tensor; readonly beta: tf.Tensor },
  spread: (weight: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)));
  const scaled = scale ? tf.mul(normal, spread(gamma)) : normal;
  return center ? tf.add(scaled, spread(beta)) : scaled;
}

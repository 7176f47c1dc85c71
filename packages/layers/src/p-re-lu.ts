import { defineLayer, OptionError, requireNamedOptions, show } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { axisOf } from './axis.ts';
import { checkLayerOptions, type WeightedLayerOptions } from './layer-options.ts';
import {
  type ConstraintLike,
  type InitializerLike,
  type RegularizerLike,
  resolveWeightOptions,
} from './weight-options.ts';

export interface PReLUOptions extends WeightedLayerOptions {
  /** The start values of alpha. */
  readonly alphaInitializer?: InitializerLike;
  /** A penalty on alpha that is added to the loss. */
  readonly alphaRegularizer?: RegularizerLike;
  /** What alpha is brought back to after every update. */
  readonly alphaConstraint?: ConstraintLike;
  /** Axes (from 1) along which alpha is the same; null for an alpha of its own for each input. */
  readonly sharedAxes?: readonly number[] | null;
}

/**
 * The rectified linear unit that learns its slope: y = x for x > 0, otherwise alpha·x, with a weight alpha for each
 * input.
 *
 * Source: K. He et al., "Delving Deep into Rectifiers" (2015), https://arxiv.org/abs/1502.01852.
 *
 * @throws OptionError for unknown names and for axes that do not exist.
 * @see https://keras.io/api/layers/activation_layers/prelu/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Input({ shape: [5] }), layers.PReLU()]);
 * console.assert(model.countParams() === 5);
 */
export function PReLU({
  alphaInitializer = 'zeros',
  alphaRegularizer = null,
  alphaConstraint = null,
  sharedAxes = null,
  activityRegularizer = null,
  trainable = true,
  name,
  ...unknown
}: PReLUOptions = {}) {
  requireNamedOptions('PReLU', arguments);
  const given = { alphaInitializer, alphaRegularizer, alphaConstraint, activityRegularizer };
  const config = { ...resolveWeightOptions('PReLU', given), sharedAxes, trainable, name };
  checkLayerOptions('PReLU', config, unknown);
  const isAxes = (axes: unknown) =>
    Array.isArray(axes) && axes.every((axis) => Number.isInteger(axis) && axis >= 1);
  if (sharedAxes !== null && !isAxes(sharedAxes)) {
    throw new OptionError(
      `PReLU: sharedAxes must be whole numbers from 1 on (0 is the batch), got ${show(sharedAxes)}.`,
    );
  }
  return defineLayer<'alpha', typeof config>({
    kind: 'PReLU',
    config,
    plan(input, who) {
      for (const axis of sharedAxes ?? []) axisOf(who, axis, input.length + 1);
      const shape = input.map((size, index) => (sharedAxes?.includes(index + 1) ? 1 : size));
      const { alphaInitializer: initializer } = config;
      const { alphaRegularizer: regularizer, alphaConstraint: constraint } = config;
      return {
        output: input,
        weights: [{ name: 'alpha', shape, initializer, regularizer, constraint }],
      };
    },
    lower: (input) =>
      input.length === 1 && sharedAxes === null ? [{ op: 'prelu', alpha: 'alpha' }] : null,
    call: (x, { alpha }) => tf.sub(tf.relu(x), tf.mul(alpha, tf.relu(tf.neg(x)))),
  });
}

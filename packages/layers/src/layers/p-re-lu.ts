import { axisIn, defineLayer, type Layer, type OptionsOf, option, type Shown } from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareWeightedLayer } from './layer-options.ts';
import { constraint, initializer, regularizer } from './weight-options.ts';

const AXIS = { ...option.whole('[1, ∞)'), plural: 'axes from 1 on (0 is the batch)' };

const declared = declareWeightedLayer('PReLU', {
  /** The start values of alpha. */
  alphaInitializer: initializer('zeros'),
  /** A penalty on alpha that is added to the loss. */
  alphaRegularizer: regularizer(),
  /** What alpha is brought back to after every update. */
  alphaConstraint: constraint(),
  /** Axes (from 1) along which alpha is the same; null for an alpha of its own for each input. */
  sharedAxes: option.orNull(option.list(AXIS)),
});

export interface PReLUOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * The rectified linear unit that learns its slope: y = x for x > 0, otherwise alpha·x, with a weight alpha for each
 * input.
 *
 * Source: K. He et al., "Delving Deep into Rectifiers" (2015), https://arxiv.org/abs/1502.01852.
 *
 * @throws OptionError for unknown names; ShapeError for axes that do not exist.
 * @see https://keras.io/api/layers/activation_layers/prelu/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Input({ shape: [5] }), layers.PReLU()]);
 * console.assert(model.countParams() === 5);
 */
export function PReLU(options: PReLUOptions = {}): Layer {
  const described = declared.read(arguments);
  const { alphaInitializer, alphaRegularizer, alphaConstraint, sharedAxes } = described.config;
  return defineLayer<'alpha'>({
    ...described,
    plan(input, who) {
      for (const axis of sharedAxes ?? []) axisIn(who, axis, input.length + 1);
      const alpha = {
        name: 'alpha',
        shape: input.map((size, index) => (sharedAxes?.includes(index + 1) ? 1 : size)),
        initializer: alphaInitializer,
        regularizer: alphaRegularizer,
        constraint: alphaConstraint,
      } as const;
      return { output: input, weights: [alpha] };
    },
    lower: (input) =>
      input.length === 1 && sharedAxes === null ? [{ op: 'prelu', alpha: 'alpha' }] : null,
    call: (x, { alpha }) => tf.sub(tf.relu(x), tf.mul(alpha, tf.relu(tf.neg(x)))),
  });
}

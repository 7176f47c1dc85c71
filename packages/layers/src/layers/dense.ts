import {
  defineLayer,
  type Layer,
  type LayerPlan,
  type OptionsOf,
  option,
  ShapeError,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { activation } from './activation-like.ts';
import { declareWeightedLayer } from './layer-options.ts';
import { constraint, initializer, regularizer } from './weight-options.ts';

const declared = declareWeightedLayer('Dense', {
  /** How many units, and so how many outputs. */
  units: option.whole('[1, ∞)'),
  /** A name (`'relu'`), an activation made by a factory, or null for none. */
  activation: activation('linear'),
  /** False leaves the bias b out. */
  useBias: option.boolean(true),
  /** The start values of W: a name or an initializer. */
  kernelInitializer: initializer('glorot_uniform'),
  /** The start values of b. */
  biasInitializer: initializer('zeros'),
  /** A penalty on W that is added to the loss. */
  kernelRegularizer: regularizer(),
  /** A penalty on b that is added to the loss. */
  biasRegularizer: regularizer(),
  /** What W is brought back to after every update. */
  kernelConstraint: constraint(),
  /** What b is brought back to after every update. */
  biasConstraint: constraint(),
});

export interface DenseOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * A fully connected layer: y = activation(x·W + b), with the kernel W of [inputs, units] and the bias b of [units].
 * An input with more axes keeps them: the layer works on the last, [28, 28] → [28, units].
 *
 * @throws OptionError for units that are no whole number of at least 1, and for unknown names.
 * @see https://keras.io/api/layers/core_layers/dense/
 * @example
 * import { layers } from 'tsuno';
 *
 * layers.Dense({ units: 25, activation: 'sigmoid' });
 */
export function Dense(options: DenseOptions): Layer {
  const described = declared.read(arguments);
  const { units, useBias, ...config } = described.config;
  return defineLayer({
    ...described,
    yields: config.activation.yields,
    plan(input, who): LayerPlan<'kernel' | 'bias'> {
      if (input.length === 0) {
        throw new ShapeError(
          `${who} takes vectors, but each example is a single number. Give x as [[1], [2], …] rather than [1, 2, …].`,
        );
      }
      const inputs = input[input.length - 1];
      const kernel = {
        name: 'kernel',
        shape: [inputs, units],
        initializer: config.kernelInitializer,
        regularizer: config.kernelRegularizer,
        constraint: config.kernelConstraint,
      } as const;
      const bias = {
        name: 'bias',
        shape: [units],
        initializer: config.biasInitializer,
        regularizer: config.biasRegularizer,
        constraint: config.biasConstraint,
      } as const;
      const scores = [...input.slice(0, -1), units];
      return {
        output: config.activation.output?.(scores) ?? scores,
        weights: useBias ? [kernel, bias] : [kernel],
      };
    },
    lower(input) {
      const after = config.activation.lower?.([units]);
      if (input.length !== 1 || !after) return null;
      const bias = useBias ? 'bias' : null;
      return [{ op: 'affine', kernel: 'kernel', bias, inputs: input[0], units }, ...after];
    },
    call(x, { kernel, bias }) {
      const inputs = x.shape[x.rank - 1];
      const product = tf.matMul(tf.reshape(x, [-1, inputs]), kernel);
      const score = useBias ? tf.add(product, bias) : product;
      return config.activation.call(
        x.rank === 2 ? score : tf.reshape(score, [...x.shape.slice(0, -1), units]),
      );
    },
  });
}

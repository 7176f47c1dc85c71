import {
  defineLayer,
  type Initializer,
  type LayerPlan,
  type NameOf,
  requireBoolean,
  requireWhole,
  resolveDescription,
  ShapeError,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import * as initializers from '@tsuno/initializers';
import { type ActivationLike, resolveActivation } from './activation-like.ts';
import { checkLayerOptions, type WeightedLayerOptions } from './layer-options.ts';

export type InitializerLike = NameOf<typeof initializers> | Initializer;

export interface DenseOptions extends WeightedLayerOptions {
  /** How many units, and so how many outputs. */
  readonly units: number;
  /** A name (`'relu'`), an activation made by a factory, or null for none. */
  readonly activation?: ActivationLike;
  /** False leaves the bias b out. */
  readonly useBias?: boolean;
  /** The start values of W: a name or an initializer. */
  readonly kernelInitializer?: InitializerLike;
  /** The start values of b. */
  readonly biasInitializer?: InitializerLike;
}

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
export function Dense({
  units,
  activation = 'linear',
  useBias = true,
  kernelInitializer = 'glorot_uniform',
  biasInitializer = 'zeros',
  trainable = true,
  name,
  ...unknown
}: DenseOptions) {
  const config = {
    units,
    activation: resolveActivation('Dense', activation),
    useBias,
    kernelInitializer: resolveInitializer('kernelInitializer', kernelInitializer),
    biasInitializer: resolveInitializer('biasInitializer', biasInitializer),
    trainable,
    name,
  };
  requireWhole('Dense', { units }, 1);
  requireBoolean('Dense', { useBias });
  checkLayerOptions('Dense', config, unknown);

  return defineLayer<'kernel' | 'bias', typeof config>({
    kind: 'Dense',
    config,
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
      } as const;
      const bias = { name: 'bias', shape: [units], initializer: config.biasInitializer } as const;
      return {
        output: [...input.slice(0, -1), units],
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

function resolveInitializer(option: string, given: InitializerLike): Initializer {
  const context = { who: 'Dense', option, type: 'initializer' } as const;
  return resolveDescription(initializers, given, context) as Initializer;
}

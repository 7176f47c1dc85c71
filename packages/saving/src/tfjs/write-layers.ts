import { type DescriptionJson, type Shape, sizeOf, snakeCase } from '@tsuno/core';
import { refuse, type Writing } from './reasons.ts';
import { activationName, snakeKeys, weightOption } from './write-options.ts';

/** A layer of ours that is written, fed with examples of the shape `input`. */
interface Written {
  readonly writing: Writing;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly input: Shape;
}

interface TfjsLayer {
  /** TensorFlow.js's class, where it is not ours. */
  readonly className?: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** The shape of one example that comes out, where it is another than what goes in. */
  readonly output?: Shape;
}

/** What computes y = x. */
const NOTHING: TfjsLayer = { className: 'Activation', config: { activation: 'linear' } };

const plain = ({ config }: Written): TfjsLayer => ({ config: snakeKeys(config) });

const weighted = ({ writing, name, config }: Written): TfjsLayer => ({
  config: Object.fromEntries(
    Object.entries(config).map(([option, value]) => [
      snakeCase(option),
      weightOption(writing, name, option, value),
    ]),
  ),
});

/** Our layers as TensorFlow.js's: what is not here it has not. */
const LAYERS: Readonly<Record<string, (written: Written) => TfjsLayer>> = {
  Activation: ({ writing, name, config }) => ({
    config: { activation: activationName(writing, name, config.activation) },
  }),
  BatchNormalization: (written) => {
    const { config, writing, name } = written;
    if (!config.center || !config.scale) {
      writing.lost.push(
        `it cannot train layer "${name}" (BatchNormalization) without scale or center`,
      );
    }
    if (config.trainable === false) {
      writing.lost.push(`it trains layer "${name}" (BatchNormalization) as if it were not frozen`);
    }
    return weighted(written);
  },
  Dense: (written) => {
    const { activation, ...config } = written.config;
    const name = activationName(written.writing, written.name, activation);
    return {
      config: { ...weighted({ ...written, config }).config, activation: name },
      output: [...written.input.slice(0, -1), config.units as number],
    };
  },
  Dropout: ({ config: { rate, noiseShape } }) => ({
    // With a seed TensorFlow.js would drop the same units in each step.
    config: { rate, noise_shape: noiseShape, seed: null },
  }),
  ELU: (written) => {
    if (written.config.alpha === 1) return plain(written);
    return refuse(
      written.writing,
      `has no other ELU than that with alpha 1, as layer "${written.name}" has`,
    );
  },
  // TensorFlow.js refuses to flatten what is flat.
  Flatten: ({ input }) => (input.length < 2 ? NOTHING : { config: {}, output: [sizeOf(input)] }),
  GaussianDropout: plain,
  GaussianNoise: plain,
  Identity: () => NOTHING,
  LayerNormalization: (written) => {
    const { gamma_constraint: _, beta_constraint: __, ...config } = weighted(written).config;
    return { config };
  },
  LeakyReLU: ({ config }) => ({ config: { alpha: config.negativeSlope } }),
  PReLU: weighted,
  ReLU: ({ writing, name, config: { maxValue, negativeSlope, threshold } }) => {
    if (negativeSlope === 0 && threshold === 0) return { config: { max_value: maxValue } };
    return refuse(writing, `has no ReLU with a slope or a threshold, as layer "${name}" has`);
  },
  Rescaling: plain,
  Reshape: ({ config, input }) => {
    // The size that is left to be found out it would not know of any more in the next layer.
    const output = filled(config.targetShape as Shape, input);
    return { config: { target_shape: output }, output };
  },
  Softmax: ({ writing, name, config: { axis }, input }) => {
    if (axis === -1 || axis === input.length) return { config: { axis: -1 } };
    return refuse(writing, `has a softmax along the last axis alone, not as layer "${name}" has`);
  },
};

/** Names that TensorFlow.js takes. */
const TENSOR_NAME = /^[A-Za-z0-9][-A-Za-z0-9._/]*$/;

/** The layers as TensorFlow.js's `Sequential` holds them. @throws UnsupportedError for what it has not, by name. */
export function writeLayers(
  writing: Writing,
  layers: readonly DescriptionJson[],
  inputShape: Shape,
): readonly unknown[] {
  let input = inputShape;
  const shown = layers.filter(({ kind }) => kind !== 'Input');
  return shown.map(({ kind, config: given }, index) => {
    const { activityRegularizer, trainable, ...config } = given;
    const name = String(given.name);
    if (!TENSOR_NAME.test(name)) {
      refuse(writing, `takes names of Latin letters, digits and _ - . / alone, not "${name}"`);
    }
    const write = Object.hasOwn(LAYERS, kind) ? LAYERS[kind] : undefined;
    if (write === undefined) return refuse(writing, `has no layer ${kind}, as "${name}" is`);
    if (activityRegularizer != null) {
      writing.lost.push(`it has no penalty on the outputs of layer "${name}"`);
    }
    const made = write({ writing, name, config: { ...config, trainable }, input });
    input = made.output ?? input;
    return {
      class_name: made.className ?? kind,
      config: {
        ...made.config,
        name,
        trainable: trainable ?? true,
        ...(index === 0 && { batch_input_shape: [null, ...inputShape], dtype: 'float32' }),
      },
    };
  });
}

/** Keras's −1 stands for what is left. */
function filled(target: Shape, input: Shape): Shape {
  const known = target.filter((size) => size !== -1);
  return target.map((size) => (size === -1 ? sizeOf(input) / sizeOf(known) : size));
}

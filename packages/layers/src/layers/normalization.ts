import {
  axisIn,
  axisOption,
  defineLayer,
  EPSILON,
  type Layer,
  OptionError,
  type OptionsOf,
  option,
  type Shape,
  ShapeError,
  type Shown,
  StateError,
  show,
  showShape,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareLayer } from './layer-options.ts';

/** A list of numbers, however deep. */
export type Nested = readonly (number | Nested)[];

const declared = declareLayer('Normalization', {
  /** The axis whose entries have a mean and variance each, as a rule the last; null for one of each for all. */
  axis: option.orNull(axisOption(-1)),
  /** The mean, when it is known; otherwise `adapt` finds it. */
  mean: option.orNull(option.filled(option.oneOrList(option.number('(-∞, ∞)')))),
  /** The variance, when it is known. */
  variance: option.orNull(option.filled(option.oneOrList(option.number('[0, ∞)')))),
  /** True for the way back: x·σ + mean. */
  invert: option.boolean(false),
});

export interface NormalizationOptions extends OptionsOf<typeof declared>, Shown {}

/** A Normalization, which can be made to fit data. */
export interface NormalizationLayer extends Layer {
  /**
   * The layer with the mean and variance of these examples (a tensor or nested lists, the batch first). Descriptions
   * do not change, so use what comes back: `const normalize = layers.Normalization().adapt(x)`.
   */
  adapt(data: tf.Tensor | Nested): NormalizationLayer;
}

/**
 * Brings each feature to mean 0 and variance 1: y = (x − mean)/max(σ, 10⁻⁷), with mean and variance that are given or
 * found by `adapt`. They are constants, not weights.
 *
 * @throws OptionError when only one of mean and variance is given; StateError in a model when neither is.
 * @see https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const x = [[1, 200], [3, 400]];
 * const model = new Sequential([layers.Normalization().adapt(x)]);
 * const y = model.predict(x);
 * console.assert(Math.abs(y.dataSync()[0] + 1) < 1e-6 && Math.abs(y.dataSync()[3] - 1) < 1e-6);
 * y.dispose();
 */
export function Normalization(options: NormalizationOptions = {}): NormalizationLayer {
  const described = declared.read(arguments);
  const { axis, mean, variance, invert } = described.config;
  if ((mean === null) !== (variance === null)) {
    throw new OptionError('Normalization: give both mean and variance, or neither and use adapt.');
  }
  const isKnown = mean !== null && variance !== null;
  const means = [mean ?? 0].flat() as readonly number[];
  const sigmas = ([variance ?? 1].flat() as readonly number[]).map((value) =>
    Math.max(Math.sqrt(value), EPSILON),
  );

  const layer = defineLayer({
    ...described,
    plan(input, who) {
      if (!isKnown) {
        throw new StateError(
          `${who} knows no mean and variance yet. Adapt it to the data first: layers.Normalization().adapt(x).`,
        );
      }
      const wanted = axis === null ? 1 : input[axisIn(who, axis, input.length + 1) - 1];
      for (const { length } of [means, sigmas]) {
        if (length === 1 || length === wanted) continue;
        throw new ShapeError(
          `${who} has means and variances of ${length} features, but its input ${showShape(input)} has ${wanted}.`,
        );
      }
      return { output: input, weights: [] };
    },
    lower(input) {
      if (input.length !== 1) return null;
      const all = (values: readonly number[]) =>
        Float32Array.from({ length: input[0] }, (_, i) => values[i % values.length]);
      const none = new Float32Array(input[0]);
      return invert
        ? [{ op: 'scaleColumns', center: none, scale: all(sigmas), shift: all(means) }]
        : [
            {
              op: 'scaleColumns',
              center: all(means),
              scale: all(sigmas.map((sigma) => 1 / sigma)),
              shift: none,
            },
          ];
    },
    call(x) {
      const along = axis === null ? null : axisIn('Normalization', axis, x.rank);
      const spread = (values: readonly number[]) => {
        if (values.length === 1) return tf.scalar(values[0]);
        const shape = x.shape.map((size, index) => (index === along ? size : 1));
        return tf.tensor([...values], shape);
      };
      return invert
        ? tf.add(tf.mul(x, spread(sigmas)), spread(means))
        : tf.div(tf.sub(x, spread(means)), spread(sigmas));
    },
  });
  return Object.freeze({
    ...layer,
    adapt: (data: tf.Tensor | Nested) =>
      Normalization({ ...described.config, ...momentsOf(data, axis) }),
  });
}

/** Mean and (biased) variance for each entry of the axis, in doubles. */
function momentsOf(data: tf.Tensor | Nested, axis: number | null) {
  const { values, shape } = numbersOf(data);
  if (values.length === 0 || !values.every(Number.isFinite)) {
    throw new OptionError(
      `Normalization: adapt takes finite numbers, at least one example, got data of shape ${showShape(shape)}${values.length === 0 ? '' : ' with NaN or infinite numbers in it'}.`,
    );
  }
  const along = axis === null ? null : axisIn('Normalization', axis, shape.length);
  const features = along === null ? 1 : shape[along];
  const inner = along === null ? 1 : shape.slice(along + 1).reduce((a, b) => a * b, 1);
  const featureOf = (index: number) => Math.floor(index / inner) % features;
  const share = features / values.length;
  const mean = Array<number>(features).fill(0);
  for (let i = 0; i < values.length; i++) mean[featureOf(i)] += values[i] * share;
  const variance = Array<number>(features).fill(0);
  for (let i = 0; i < values.length; i++) {
    variance[featureOf(i)] += (values[i] - mean[featureOf(i)]) ** 2 * share;
  }
  return { mean, variance };
}

/** @throws OptionError for what is no data; ShapeError for lists of unequal lengths. */
function numbersOf(data: tf.Tensor | Nested): {
  readonly values: ArrayLike<number> & { every(test: (value: number) => boolean): boolean };
  readonly shape: Shape;
} {
  if (data instanceof tf.Tensor) {
    return { values: data.dataSync() as Float32Array, shape: data.shape };
  }
  if (!Array.isArray(data)) {
    throw new OptionError(
      `Normalization: adapt takes a tensor or nested lists of numbers, got ${show(data)}.`,
    );
  }
  const shape = lengthsOf(data);
  const values: number[] = [];
  function collect(part: unknown, axis: number): void {
    const isNumber = axis === shape.length;
    if (
      isNumber === Array.isArray(part) ||
      (!isNumber && (part as Nested).length !== shape[axis])
    ) {
      throw new ShapeError('Normalization: adapt takes examples of equal shape, these are not.');
    }
    if (isNumber) values.push(part as number);
    else for (const each of part as Nested) collect(each, axis + 1);
  }
  collect(data, 0);
  return { values, shape };
}

/** The lengths of a list, of its first list, of that one's first, and so on. */
function lengthsOf(data: Nested): Shape {
  const levels = new Set<unknown>();
  for (let level: unknown = data; Array.isArray(level); level = level[0]) {
    if (levels.has(level)) {
      throw new OptionError(
        'Normalization: adapt takes nested lists, but this one contains itself.',
      );
    }
    levels.add(level);
  }
  return [...levels].map((level) => (level as Nested).length);
}

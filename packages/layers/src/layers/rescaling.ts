import {
  defineLayer,
  type ElementwiseRule,
  type Layer,
  type OptionsOf,
  option,
  ShapeError,
  type Shown,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { declareLayer } from './layer-options.ts';

const NUMBER = option.number('(-∞, ∞)');

const declared = declareLayer('Rescaling', {
  /** The factor, or one for each entry of the last axis. */
  scale: option.filled(option.oneOrList(NUMBER)),
  /** What is added then, or one number for each entry of the last axis. */
  offset: option.filled(option.oneOrList(NUMBER, 0)),
});

export interface RescalingOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * y = x·scale + offset: brings inputs into the range that training likes, such as pixels of 0 to 255 into 0 to 1.
 *
 * @throws OptionError for what is neither a number nor a list of numbers.
 * @see https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/
 * @example
 * import { layers, Sequential } from 'tsuno';
 *
 * const model = new Sequential([layers.Rescaling({ scale: 1 / 255 })]);
 * const y = model.predict([[0, 51, 255]]);
 * console.assert(Math.abs(y.dataSync()[1] - 0.2) < 1e-6);
 * y.dispose();
 */
export function Rescaling(options: RescalingOptions): Layer {
  const described = declared.read(arguments);
  const { scale, offset } = described.config;
  const columns = [scale, offset].flatMap((value) => (isList(value) ? [value.length] : []));
  return defineLayer({
    ...described,
    plan(input, who) {
      const last = input[input.length - 1] ?? 1;
      if (columns.some((length) => length !== last)) {
        throw new ShapeError(
          `${who} has lists of ${columns.join(' and ')} numbers for inputs whose last axis has ${last}.`,
        );
      }
      return { output: input, weights: [] };
    },
    lower(input) {
      if (columns.length === 0) {
        const [factor, shift] = [scale as number, offset as number];
        const rule: ElementwiseRule = {
          forward: (k, x) => k.add(k.mul(x, factor), shift),
          backward: (k, _y, dy) => k.mul(dy, factor),
        };
        return [{ op: 'elementwise', rule }];
      }
      if (input.length !== 1) return null;
      const all = (value: number | readonly number[]) =>
        Float32Array.from({ length: input[0] }, (_, i) => (isList(value) ? value[i] : value));
      const center = new Float32Array(input[0]);
      return [{ op: 'scaleColumns', center, scale: all(scale), shift: all(offset) }];
    },
    call: (x) => tf.add(tf.mul(x, tensorOf(scale)), tensorOf(offset)),
  });
}

const isList = (value: number | readonly number[]): value is readonly number[] =>
  Array.isArray(value);

const tensorOf = (value: number | readonly number[]) =>
  isList(value) ? tf.tensor1d([...value]) : value;

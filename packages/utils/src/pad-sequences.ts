import {
  DataError,
  declareOptions,
  OptionError,
  type OptionsOf,
  option,
  ShapeError,
  type Shown,
  sameShape,
  show,
  showShape,
  sizeOf,
} from '@tsuno/core';
import * as tf from '@tsuno/core/tf';
import { isNumericArray, type NestedNumbers, type NumericArray } from '@tsuno/models';
import { readOptions } from './read-options.ts';

const ENDS = ['pre', 'post'] as const;

const padding: { takes: string; read(given: unknown): number | string | undefined } = {
  takes: 'a number or a text',
  read: (given) =>
    Number.isFinite(given) || typeof given === 'string' ? (given as number) : undefined,
};

const declared = declareOptions('padSequences', {
  /** The length that all get; that of the longest when it is left out. */
  maxlen: option.optional(option.whole('[1, ∞)')),
  /** What the result holds: whole numbers, as for tokens, unless you say otherwise. */
  dtype: option.oneOf(['int32', 'float32', 'bool', 'string'], 'int32'),
  /** Where short sequences are filled up: before their first element or behind their last. */
  padding: option.oneOf(ENDS, 'pre'),
  /** Where long sequences lose elements: their first or their last. */
  truncating: option.oneOf(ENDS, 'pre'),
  /** What they are filled up with. */
  value: option.kind<number | string, number | string, [number]>(padding, 0),
});

export interface PadSequencesOptions extends OptionsOf<typeof declared>, Shown {}

/** A sequence: numbers, texts (with `dtype: 'string'`), or vectors that are all of one shape. */
export type Sequence = NestedNumbers | NumericArray | readonly string[];

/**
 * Sequences of different lengths as one tensor [n, maxlen, …]: short ones are filled up, long ones cut.
 *
 * @throws OptionError for what is no list of sequences; ShapeError for elements of different shapes; DataError for elements
 *   that `dtype` cannot hold.
 * @see https://keras.io/api/data_loading/timeseries/#pad_sequences-function
 * @example
 * import { utils } from 'tsuno';
 *
 * const padded = utils.padSequences([[1], [2, 3], [4, 5, 6]], { maxlen: 2 });
 * console.assert(padded.dataSync().join() === '0,1,2,3,5,6');
 */
export function padSequences(
  sequences: readonly Sequence[],
  options: PadSequencesOptions = {},
): tf.Tensor {
  const who = 'padSequences';
  const { maxlen, dtype, padding, truncating, value } = readOptions(
    declared,
    options,
    '{ maxlen: 10 }',
  );
  if (!Array.isArray(sequences)) {
    throw new OptionError(`${who}: sequences must be a list of lists, got ${show(sequences)}.`);
  }
  const at = sequences.findIndex((sequence) => !isList(sequence));
  if (at >= 0) {
    throw new OptionError(
      `${who}: sequences must be a list of lists, but sequence ${at} is ${show(sequences[at])}.`,
    );
  }
  if ((typeof value === 'string') !== (dtype === 'string')) {
    throw new OptionError(
      `${who}: value is ${show(value)}, which a tensor of dtype ${dtype} does not hold. ${dtype === 'string' ? "Give a text, such as value: ''." : "Texts need dtype: 'string'."}`,
    );
  }
  const longest = sequences.reduce((most, { length }) => Math.max(most, length), 0);
  const length = maxlen ?? longest;
  const first = sequences.find((sequence) => sequence.length > 0);
  const shape = first === undefined ? [] : shapeOf(first[0]);
  const width = sizeOf(shape);
  const cast = castTo(who, dtype);
  const filled = Array<number | string>(sequences.length * length * width).fill(
    cast(value, () => 'value'),
  );
  sequences.forEach((sequence, index) => {
    const kept = Array.from<unknown>(sequence).slice(
      ...(truncating === 'pre' ? [Math.max(0, sequence.length - length)] : [0, length]),
    );
    const start = index * length + (padding === 'pre' ? length - kept.length : 0);
    kept.forEach((element, offset) => {
      if (!sameShape(shapeOf(element), shape)) {
        throw new ShapeError(
          `${who}: an element of sequence ${index} has shape ${showShape(shapeOf(element))}, but those before it ${showShape(shape)}.`,
        );
      }
      const numbers = [element].flat(Number.POSITIVE_INFINITY).flatMap(unpacked);
      numbers.forEach((number, i) => {
        filled[(start + offset) * width + i] = cast(number, () => `sequence ${index}`);
      });
    });
  });
  return tf.tensor(filled as number[], [sequences.length, length, ...shape], dtype);
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || isNumericArray(value);

const unpacked = (value: unknown): unknown => (isNumericArray(value) ? Array.from(value) : value);

/** The lengths along the first elements. */
function shapeOf(value: unknown): readonly number[] {
  return isList(value) ? [value.length, ...(value.length === 0 ? [] : shapeOf(value[0]))] : [];
}

/** A value as NumPy makes it one of this dtype: fractions are cut off in whole numbers. */
function castTo(who: string, dtype: string) {
  return (value: unknown, where: () => string): number | string => {
    if (dtype === 'string' && typeof value === 'string') return value;
    const isNumber = typeof value === 'number' || typeof value === 'boolean';
    if (dtype === 'string' || !isNumber || !Number.isFinite(Number(value))) {
      const takes = dtype === 'string' ? 'texts' : 'numbers';
      throw new DataError(
        `${who}: ${where()} holds ${show(value)}, but with dtype ${dtype} its elements are ${takes}.`,
      );
    }
    if (dtype === 'bool') return Number(value) === 0 ? 0 : 1;
    return dtype === 'int32' ? Math.trunc(Number(value)) : Number(value);
  };
}

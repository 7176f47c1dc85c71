import {
  counted,
  declareOptions,
  OptionError,
  type OptionsOf,
  option,
  randomSeed,
  type Shown,
  seededRng,
} from '@tsuno/core';
import type * as tf from '@tsuno/core/tf';
import type { NumericArray } from '@tsuno/models';
import { readOptions } from './read-options.ts';
import { commonCount, type RowsLike, takeRows } from './take-rows.ts';

const declared = declareOptions('splitDataset', {
  /** The left part: a share below 1 or a number of rows; what the right one leaves when it is left out. */
  leftSize: option.optional(option.number('(0, ∞)')),
  /** The right part, likewise. */
  rightSize: option.optional(option.number('(0, ∞)')),
  /** Whether the rows are mixed before. */
  shuffle: option.boolean(false),
  /** The same seed mixes in the same way; without one it is by chance, or by `setRandomSeed`. */
  seed: option.seed(),
});

export interface SplitDatasetOptions extends OptionsOf<typeof declared>, Shown {}

/**
 * The first and the last rows of data: `[left, right]`. A list is one of arrays that belong together, `[x, y]`, and each
 * part is such a list; a tensor or a typed array is split by itself.
 *
 * Shares are rounded to whole rows, halves to even ones, as in Keras. For shuffled, stratified parts see `trainTestSplit`.
 *
 * @throws OptionError for sizes that leave a part empty or do not fit; ShapeError for arrays of unequal lengths.
 * @see https://keras.io/api/utils/python_utils/#split_dataset-function
 * @example
 * import { utils } from 'tsuno';
 *
 * const [left, right] = utils.splitDataset([[10, 20, 30, 40], ['a', 'b', 'c', 'd']], { leftSize: 0.75 });
 * console.assert(left[0].join() === '10,20,30' && right[1].join() === 'd');
 */
export function splitDataset<A extends tf.Tensor | NumericArray>(
  dataset: A,
  options: SplitDatasetOptions,
): [left: A, right: A];
export function splitDataset<A extends readonly RowsLike[]>(
  dataset: readonly [...A],
  options: SplitDatasetOptions,
): [left: A, right: A];
export function splitDataset(dataset: RowsLike, options: SplitDatasetOptions): [unknown, unknown] {
  const who = 'splitDataset';
  const config = readOptions(declared, options ?? {}, '{ leftSize: 0.8 }');
  const arrays = (Array.isArray(dataset) ? dataset : [dataset]) as readonly RowsLike[];
  if (arrays.length === 0) throw new OptionError(`${who}: dataset is an empty list; give [x, y].`);
  const size = commonCount(who, arrays);
  const { left, right } = sizesOf(who, config, size);
  const { shuffle, seed } = config;
  const order = shuffle
    ? seededRng(seed ?? randomSeed())
        .fork('splitDataset')
        .permutation(size)
    : Uint32Array.from({ length: size }, (_, row) => row);
  const parts = [order.subarray(0, left), order.subarray(size - right)].map((rows) =>
    arrays.map((array) => takeRows(array, rows)),
  );
  return (Array.isArray(dataset) ? parts : parts.map(([only]) => only)) as [unknown, unknown];
}

function sizesOf(
  who: string,
  { leftSize, rightSize }: { readonly leftSize?: number; readonly rightSize?: number },
  size: number,
): { readonly left: number; readonly right: number } {
  if (leftSize === undefined && rightSize === undefined) {
    throw new OptionError(`${who}: give leftSize or rightSize, such as { leftSize: 0.8 }.`);
  }
  for (const [name, given] of Object.entries({ leftSize, rightSize })) {
    if (given === undefined || given < 1) continue;
    if (Number.isInteger(given) && given < size) continue;
    throw new OptionError(
      `${who}: ${name} must be a share below 1 or a whole number below the ${counted(size, 'row')}, got ${given}.`,
    );
  }
  const isBothShares = (leftSize ?? 1) < 1 && (rightSize ?? 1) < 1;
  const given = [leftSize, rightSize].map((part) =>
    part === undefined || part >= 1 ? part : roundHalfEven(part * size),
  );
  const left = given[0] ?? size - (given[1] as number);
  const right = given[1] ?? size - left;
  const isTooMuch = isBothShares && (leftSize ?? 0) + (rightSize ?? 0) > 1;
  if (isTooMuch || left + right > size || left === 0 || right === 0) {
    throw new OptionError(
      `${who}: leftSize ${leftSize ?? 'unset'} and rightSize ${rightSize ?? 'unset'} of ${counted(size, 'row')} make parts of ${left} and ${right}; both need at least one, and together at most all.`,
    );
  }
  return { left, right };
}

/** As Python's `round`: a half goes to the even neighbour. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

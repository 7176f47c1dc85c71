import {
  counted,
  declareOptions,
  isPlainObject,
  type Option,
  OptionError,
  type OptionsOf,
  option,
  randomSeed,
  type Shown,
  seededRng,
} from '@tsuno/core';
import { readOptions } from './read-options.ts';
import { type Sizes, splitOrder } from './split-order.ts';
import { commonCount, type RowsLike, rowCount, takeRows } from './take-rows.ts';

const labels: { takes: string; read(given: unknown): RowsLike | undefined } = {
  takes: 'the labels, such as y',
  read: (given) =>
    typeof given === 'object' && given !== null && !isPlainObject(given)
      ? (given as RowsLike)
      : undefined,
};

type Labels = RowsLike | null;

const stratify: Option<Labels> = option.orNull(option.kind<RowsLike>(labels));

const SEED = 'the option is called seed.';

const declared = declareOptions(
  'trainTestSplit',
  {
    /** The part held back: a share in (0, 1), rounded up, or a number of rows; a quarter when both sizes are left out. */
    testSize: option.optional(option.number('(0, ∞)')),
    /** The part to train on: a share, rounded down, or a number of rows; what the other one leaves when it is left out. */
    trainSize: option.optional(option.number('(0, ∞)')),
    /** Labels whose classes shall have the same shares in both parts, as a rule y. */
    stratify,
    /** False takes the first rows for training and those after them for testing. */
    shuffle: option.boolean(true),
    /** The same seed splits in the same way; without one it is by chance, or by `setRandomSeed`. */
    seed: option.seed(),
  },
  { randomState: SEED, random_state: SEED },
);

export interface TrainTestSplitOptions extends OptionsOf<typeof declared>, Shown {}

/** Each array twice: its part to train on, and its part to test with. */
export type TrainTestSplit<A extends readonly unknown[]> = A extends readonly [
  infer First,
  ...infer Rest,
]
  ? [train: First, test: First, ...rest: TrainTestSplit<Rest>]
  : [];

/**
 * Splits arrays that belong together into random parts to train on and to test with: `[xTrain, xTest, yTrain, yTest]`.
 * Any number of tensors, typed arrays or lists, each of which keeps its kind; the options come last.
 *
 * @throws ShapeError for arrays of unequal lengths; OptionError for sizes that do not fit, and classes that are too small to
 *   be in both parts.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html
 * @example
 * import { utils } from 'tsuno';
 *
 * const x = [[1], [2], [3], [4], [5], [6], [7], [8]];
 * const y = [0, 1, 0, 1, 0, 1, 0, 1];
 * const [xTrain, xTest, yTrain, yTest] = utils.trainTestSplit(x, y, { stratify: y, seed: 1 });
 * console.assert(xTrain.length === 6 && yTrain.length === 6 && xTest.length === 2);
 * console.assert(yTest.toSorted().join() === '0,1');
 */
export function trainTestSplit<A extends readonly RowsLike[]>(
  ...given: [...arrays: A, options: TrainTestSplitOptions]
): TrainTestSplit<A>;
export function trainTestSplit<A extends readonly RowsLike[]>(...arrays: A): TrainTestSplit<A>;
export function trainTestSplit(...given: readonly unknown[]): unknown[] {
  const who = 'trainTestSplit';
  const table = given.findIndex((each) => isPlainObject(each) && 'x' in each);
  if (table >= 0) {
    throw new OptionError(
      `${who}: argument ${table + 1} is an object of x and y, not an array. Give its parts: trainTestSplit(d.x, d.y, { seed: 1 }).`,
    );
  }
  const last = given.at(-1);
  const [arrays, options] = isPlainObject(last) ? [given.slice(0, -1), last] : [given, {}];
  if (arrays.length === 0) {
    throw new OptionError(`${who}: give at least one array: trainTestSplit(x, y, { seed: 1 }).`);
  }
  const size = commonCount(who, arrays);
  const { train, test } = trainTestIndices(size, options);
  return (arrays as readonly RowsLike[]).flatMap((rows) => [
    takeRows(rows, train),
    takeRows(rows, test),
  ]);
}

/**
 * The rows that `trainTestSplit` of the same options takes, by number, to look up in something else.
 *
 * @throws as `trainTestSplit`.
 * @example
 * import { utils } from 'tsuno';
 *
 * const { train, test } = utils.trainTestIndices(8, { testSize: 2, seed: 1 });
 * console.assert([...train, ...test].toSorted((a, b) => a - b).join() === '0,1,2,3,4,5,6,7');
 */
export function trainTestIndices(
  size: number,
  options: TrainTestSplitOptions = {},
): { readonly train: Uint32Array; readonly test: Uint32Array } {
  const who = 'trainTestSplit';
  const { stratify, shuffle, seed, ...wanted } = readOptions(declared, options, '{ seed: 1 }');
  const sizes = sizesOf(who, wanted, size);
  if (stratify !== null && rowCount(who, 'stratify', stratify) !== size) {
    throw new OptionError(
      `${who}: stratify has ${counted(rowCount(who, 'stratify', stratify), 'label')} for ${counted(size, 'row')}. Give one for each.`,
    );
  }
  if (shuffle) {
    const rng = seededRng(seed ?? randomSeed()).fork('trainTestSplit');
    return splitOrder(who, rng, size, sizes, stratify);
  }
  if (stratify !== null) {
    throw new OptionError(`${who}: stratify needs shuffle, which is false. Leave one of them out.`);
  }
  const order = Uint32Array.from({ length: size }, (_, row) => row);
  return {
    train: order.subarray(0, sizes.train),
    test: order.subarray(sizes.train, sizes.train + sizes.test),
  };
}

/** scikit-learn's: shares of the test part are rounded up, those of the other one down. */
function sizesOf(
  who: string,
  { testSize, trainSize }: { readonly testSize?: number; readonly trainSize?: number },
  size: number,
): Sizes {
  for (const [name, given] of Object.entries({ testSize, trainSize })) {
    if (given === undefined || given < 1 || (Number.isInteger(given) && given < size)) continue;
    throw new OptionError(
      `${who}: ${name} must be a share below 1 or a whole number below the ${counted(size, 'row')}, got ${given}.`,
    );
  }
  const share = testSize ?? (trainSize === undefined ? 0.25 : undefined);
  const wantedTest = share !== undefined && share < 1 ? Math.ceil(share * size) : share;
  const wantedTrain =
    trainSize !== undefined && trainSize < 1 ? Math.floor(trainSize * size) : trainSize;
  const test = wantedTest ?? size - (wantedTrain as number);
  const train = wantedTrain ?? size - test;
  if (train >= 1 && test >= 1 && train + test <= size) return { train, test };
  throw new OptionError(
    `${who}: ${counted(size, 'row')} cannot be split into ${train} to train on and ${test} to test with. Change testSize or trainSize, or give more data.`,
  );
}

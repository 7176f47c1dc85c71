import { OptionError, ShapeError, tf } from '@tsuno/core';
import fc from 'fast-check';
import { golden } from '../../testing/src/index.ts';
import { trainTestIndices, trainTestSplit } from '../src/index.ts';

interface Sizes {
  readonly size: number;
  readonly testSize: number | null;
  readonly trainSize: number | null;
  readonly result: readonly [number, number];
}

interface Counts {
  readonly counts: number[];
  readonly testSize: number;
  readonly train: number[];
  readonly test: number[];
}

const { train_test_sizes, stratified_counts } = golden<{
  train_test_sizes: Sizes[];
  stratified_counts: Counts[];
}>('utils.json');

const countsOf = (labels: ArrayLike<number>, classes: number) =>
  Array.from({ length: classes }, (_, k) => Array.from(labels).filter((y) => y === k).length);

describe('trainTestSplit', () => {
  it.each(train_test_sizes)(
    'makes parts as large as scikit-learn’s: $size rows, test $testSize, train $trainSize',
    ({ size, testSize, trainSize, result }) => {
      const options = { testSize: testSize ?? undefined, trainSize: trainSize ?? undefined };
      const { train, test } = trainTestIndices(size, options);
      expect([train.length, test.length]).toEqual(result);
    },
  );

  it.each(stratified_counts)(
    'takes as many of each class as scikit-learn: $counts, test $testSize',
    ({ counts, testSize, train, test }) => {
      const y = Int32Array.from(counts.flatMap((count, k) => Array<number>(count).fill(k)));
      const [yTrain, yTest] = trainTestSplit(y, { testSize, stratify: y, seed: 1 });
      expect(countsOf(yTrain, counts.length)).toEqual(train);
      expect(countsOf(yTest, counts.length)).toEqual(test);
    },
  );

  it('keeps rows of different arrays together, and each array its kind', () => {
    const x = tf.tensor2d(
      Array.from({ length: 20 }, (_, i) => i),
      [10, 2],
    );
    const y = Uint8Array.from({ length: 10 }, (_, i) => i);
    const words = Array.from({ length: 10 }, (_, i) => `row ${i}`);
    const [xTrain, xTest, yTrain, yTest, wordsTrain, wordsTest] = trainTestSplit(x, y, words, {
      seed: 5,
    });
    expect([xTrain.shape, xTest.shape, yTest.constructor.name]).toEqual([
      [7, 2],
      [3, 2],
      'Uint8Array',
    ]);
    expect(xTrain.arraySync()).toEqual(Array.from(yTrain, (i) => [2 * i, 2 * i + 1]));
    expect(wordsTrain).toEqual(Array.from(yTrain, (i) => `row ${i}`));
    expect(wordsTest).toEqual(Array.from(yTest, (i) => `row ${i}`));
  });

  it('makes a partition, the same one for the same seed (any sizes)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.integer(),
        (size, testSize, seed) => {
          fc.pre(size - Math.ceil(testSize * size) >= 1);
          const { train, test } = trainTestIndices(size, { testSize, seed });
          const all = [...train, ...test].sort((a, b) => a - b);
          expect(all).toEqual(Array.from({ length: size }, (_, row) => row));
          expect(trainTestIndices(size, { testSize, seed })).toEqual({ train, test });
        },
      ),
    );
  });

  it('takes the share of each class to within one row (any classes)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        fc.integer(),
        (counts, testSize, seed) => {
          const y = counts.flatMap((count, k) => Array<string>(count).fill(`class ${k}`));
          const wanted = Math.ceil(testSize * y.length);
          fc.pre(Math.min(wanted, y.length - wanted) >= counts.length);
          const [yTrain, yTest] = trainTestSplit(y, { testSize, stratify: y, seed });
          expect([...yTrain, ...yTest].sort()).toEqual([...y].sort());
          counts.forEach((count, k) => {
            const share = (count * yTest.length) / y.length;
            const taken = yTest.filter((label) => label === `class ${k}`).length;
            // Both parts are rounded, one after the other.
            expect(Math.abs(taken - share)).toBeLessThan(2);
          });
        },
      ),
    );
  });

  it('takes one-hot rows and tensors as labels', () => {
    const labels = Array.from({ length: 12 }, (_, i) => i % 3);
    const oneHot = tf.oneHot(labels, 3);
    for (const stratify of [
      tf.tensor1d(labels, 'int32'),
      oneHot,
      oneHot.arraySync() as number[][],
    ]) {
      const [, yTest] = trainTestSplit(labels, { testSize: 3, stratify, seed: 2 });
      expect(yTest.toSorted()).toEqual([0, 1, 2]);
    }
  });

  it('cuts in order when it is not to shuffle', () => {
    expect(trainTestSplit([1, 2, 3, 4], { testSize: 1, shuffle: false })).toEqual([[1, 2, 3], [4]]);
  });

  const y = [0, 0, 0, 1];
  it.each([
    [
      { testSize: 4 },
      'testSize must be a share below 1 or a whole number below the 4 rows, got 4.',
    ],
    [{ testSize: 0.9 }, '4 rows cannot be split into 0 to train on and 4 to test with.'],
    [{ testSize: 0.6, trainSize: 0.6 }, '4 rows cannot be split into 2 to train on and 3'],
    [{ stratify: y }, 'stratify has labels that occur only once, [1]'],
    [{ stratify: [0, 1] }, 'stratify has 2 labels for 4 rows.'],
    [{ stratify: [0, 0, 1, 1], testSize: 1 }, '2 classes do not fit into parts of 3 and 1 rows.'],
    [{ stratify: [0, 0, 1, 1], shuffle: false }, 'stratify needs shuffle'],
    [{ stratify: true }, 'stratify must be the labels, such as y, got true.'],
    [{ randomState: 1 }, 'the option is called seed.'],
    [{ seed: 1.5 }, 'seed must be a whole number, got 1.5.'],
  ])('refuses %j', (options, message) => {
    const split = () => trainTestSplit(y, options as object);
    expect(split).toThrow(OptionError);
    expect(split).toThrow(`trainTestSplit: ${message}`);
  });

  it('refuses arrays of different lengths, what is none, and none at all', () => {
    expect(() => trainTestSplit([1, 2], [1])).toThrow(ShapeError);
    expect(() => trainTestSplit([1, 2], 5 as never)).toThrow('array 2 must be a tensor');
    expect(() => trainTestSplit({ seed: 1 })).toThrow('give at least one array');
    const d = { x: [1, 2], y: [0, 1] };
    const given = trainTestSplit as (...given: unknown[]) => unknown;
    for (const call of [() => given(d), () => given(d, { seed: 1 })]) {
      expect(call).toThrow(
        'argument 1 is an object of x and y, not an array. Give its parts: trainTestSplit(d.x, d.y, { seed: 1 }).',
      );
    }
    expect(() => given(d.x, d.y, { randomState: 1 })).toThrow('the option is called seed.');
    expect(() => given(d.x, d.y, { random_state: 1 })).toThrow('the option is called seed.');
    expect(() => given(d.x, d.y, { test_size: 0.5 })).toThrow('Did you mean "testSize"?');
    expect(() => given([1])).toThrow('1 row cannot be split');
    expect(() => given([1], [1, 2])).toThrow('array 1 has 1 row, but array 2 has 2.');
  });
});

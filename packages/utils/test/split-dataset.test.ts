import { OptionError, ShapeError, tf } from '@tsuno/core';
import { golden } from '../../testing/src/index.ts';
import { splitDataset } from '../src/index.ts';

interface Case {
  readonly size: number;
  readonly leftSize: number | null;
  readonly rightSize: number | null;
  readonly result: readonly [number, number];
}

const rows = (size: number) => Float64Array.from({ length: size }, (_, row) => row);

describe('splitDataset', () => {
  it.each(golden<{ split_sizes: Case[] }>('utils.json').split_sizes)(
    'takes as many of $size for $leftSize and $rightSize as Keras',
    ({ size, leftSize, rightSize, result }) => {
      const options = { leftSize: leftSize ?? undefined, rightSize: rightSize ?? undefined };
      const [left, right] = splitDataset(rows(size), options);
      expect([left.length, right.length]).toEqual(result);
      expect(Array.from(left)).toEqual(Array.from(rows(size).subarray(0, result[0])));
      expect(Array.from(right)).toEqual(Array.from(rows(size).subarray(size - result[1])));
    },
  );

  it('splits what belongs together, each in its kind', () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
    const [[xLeft, yLeft], [xRight, yRight]] = splitDataset([x, ['a', 'b', 'c', 'd']], {
      leftSize: 3,
    });
    expect(xLeft.arraySync()).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(xRight.arraySync()).toEqual([[7, 8]]);
    expect([yLeft, yRight]).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('mixes the rows when it is told to, in the same way for the same seed', () => {
    const split = (seed: number) =>
      splitDataset([rows(20), rows(20)], { leftSize: 0.5, shuffle: true, seed });
    const [[x, y], [z]] = split(1);
    expect(x).toEqual(y);
    expect([...x, ...z].sort((a, b) => a - b)).toEqual([...rows(20)]);
    expect([...x, ...z]).not.toEqual([...rows(20)]);
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
  });

  it.each([
    [{}, 'give leftSize or rightSize'],
    [{ leftSize: 10 }, 'leftSize must be a share below 1 or a whole number below the 10 rows'],
    [{ leftSize: 0.8, rightSize: 0.3 }, 'leftSize 0.8 and rightSize 0.3 of 10 rows'],
    [{ leftSize: 0.01 }, 'leftSize 0.01 and rightSize unset of 10 rows make parts of 0 and 10'],
  ])('refuses %j', (options, message) => {
    expect(() => splitDataset(rows(10), options)).toThrow(OptionError);
    expect(() => splitDataset(rows(10), options)).toThrow(`splitDataset: ${message}`);
  });

  it('refuses arrays of different lengths', () => {
    expect(() => splitDataset([rows(3), rows(4)], { leftSize: 1 })).toThrow(ShapeError);
  });
});

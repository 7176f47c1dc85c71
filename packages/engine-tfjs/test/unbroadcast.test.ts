import { tf } from '@tsuno/core';
import { unbroadcast } from '../src/unbroadcast.ts';

describe('unbroadcast', () => {
  const gradient = () => tf.tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 2, 3]);
  it.each([
    [
      [2, 2, 3],
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    ],
    [
      [2, 3],
      [8, 10, 12, 14, 16, 18],
    ],
    [[3], [22, 26, 30]],
    [[], [78]],
    [
      [2, 1, 3],
      [5, 7, 9, 17, 19, 21],
    ],
    [[1, 1], [78]],
    [
      [2, 2, 1],
      [6, 15, 24, 33],
    ],
  ])('sums over what was repeated: to %j', (shape, sums) => {
    const summed = unbroadcast(gradient(), shape);
    expect(summed.shape).toEqual(shape);
    expect([...summed.dataSync()]).toEqual(sums);
  });

  it('takes an axis of one that was one before', () => {
    expect(unbroadcast(tf.ones([1, 3]), [1, 1]).arraySync()).toEqual([[3]]);
    expect(unbroadcast(tf.ones([1, 3]), [3]).arraySync()).toEqual([1, 1, 1]);
  });
});

import { LabelError, tf } from '@tsuno/core';
import { toCategorical } from '../src/index.ts';

const rows = (tensor: tf.Tensor) => [tensor.shape, Array.from(tensor.dataSync())];

describe('toCategorical', () => {
  it('puts a 1 in the column of each class', () => {
    expect(rows(toCategorical([0, 2, 1]))).toEqual([
      [3, 3],
      [1, 0, 0, 0, 0, 1, 0, 1, 0],
    ]);
  });

  it('takes a column, a typed array and a tensor, and keeps further axes', () => {
    const expected = [
      [2, 3],
      [0, 1, 0, 1, 0, 0],
    ];
    expect(rows(toCategorical([[1], [0]], 3))).toEqual(expected);
    expect(rows(toCategorical(Uint8Array.of(1, 0), 3))).toEqual(expected);
    expect(rows(toCategorical(tf.tensor1d([1, 0], 'int32'), 3))).toEqual(expected);
    expect(toCategorical([[0, 1]], 2).shape).toEqual([1, 2, 2]);
  });

  it.each([
    [[0, -1], undefined, 'label 1 is -1, and classes are whole numbers from 0.'],
    [[0.5], undefined, 'label 0 is 0.5'],
    [[0, 3], 3, 'label 1 is 3, but there are 3 classes, so labels run from 0 to 2.'],
  ] as const)('refuses %j of %p classes', (labels, classes, message) => {
    expect(() => toCategorical([...labels], classes)).toThrow(LabelError);
    expect(() => toCategorical([...labels], classes)).toThrow(`toCategorical: ${message}`);
  });

  it('refuses labels that are no classes before it takes memory', () => {
    expect(() => toCategorical([2e9])).toThrow('Are these labels of classes?');
  });
});

import { LabelError, OptionError, ShapeError, tf } from '@tsuno/core';
import { golden } from '../../testing/src/index.ts';
import { toCategorical } from '../src/index.ts';

interface Case {
  readonly x: number[] | number[][];
  readonly numClasses?: number;
  readonly result: { readonly shape: number[]; readonly values: number[] };
}

const plain = (tensor: tf.Tensor) => ({
  shape: tensor.shape,
  values: Array.from(tensor.dataSync()),
});

describe('toCategorical', () => {
  it.each(golden<{ to_categorical: Case[] }>('utils.json').to_categorical)(
    'is Keras’s for $x and $numClasses',
    ({ x, numClasses, result }) => {
      expect(plain(toCategorical(x, { numClasses }))).toEqual(result);
    },
  );

  it('takes a typed array and a tensor', () => {
    const expected = { shape: [2, 3], values: [0, 1, 0, 1, 0, 0] };
    expect(plain(toCategorical(Uint8Array.of(1, 0), { numClasses: 3 }))).toEqual(expected);
    const labels = tf.tensor1d([1, 0], 'int32');
    expect(plain(toCategorical(labels, { numClasses: 3 }))).toEqual(expected);
  });

  it.each([
    [[0, -1], undefined, 'label 1 is -1, and classes are whole numbers from 0 on.'],
    [[0.5], undefined, 'label 0 is 0.5'],
    [[0, 3], 3, 'label 1 is 3, but there are 3 classes, so labels run from 0 to 2.'],
  ] as const)('refuses %j of %p classes', (labels, numClasses, message) => {
    expect(() => toCategorical([...labels], { numClasses })).toThrow(LabelError);
    expect(() => toCategorical([...labels], { numClasses })).toThrow(`toCategorical: ${message}`);
  });

  it('refuses what are no labels of classes before it takes memory', () => {
    expect(() => toCategorical([2e9])).toThrow('Are these labels of classes?');
    expect(() => toCategorical([])).toThrow(ShapeError);
  });

  it('says where the number of classes goes', () => {
    expect(() => toCategorical([1], 3 as never)).toThrow(OptionError);
    expect(() => toCategorical([1], 3 as never)).toThrow('such as { numClasses: 10 }, got 3');
  });
});

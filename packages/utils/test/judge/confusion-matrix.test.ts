import { DataError, LabelError, OptionError, ShapeError, tf } from '@tsuno/core';
import { expectClose } from '../../../testing/src/index.ts';
import { confusionMatrix } from '../../src/index.ts';
import { judged } from './judged.ts';

/** One division each, in doubles, as NumPy divides. */
const DOUBLES = { absolute: 1e-15 };

describe('confusionMatrix', () => {
  it.each(judged)('is scikit-learn’s, counts and shares: case %i', (_case, one) => {
    const { truth, predicted, matrices } = one;
    const classNames = one.classNames ?? [];
    for (const normalize of [null, 'true', 'pred', 'all'] as const) {
      const { values } = confusionMatrix(truth, predicted, { classNames, normalize });
      const expected = matrices[normalize ?? 'None'] ?? matrices[String(normalize)];
      expectClose(values.flat(), expected.flat(), DOUBLES);
    }
  });

  it('reads rows of scores, single probabilities, logits, one-hot rows and names', () => {
    const counts = [
      [1, 1],
      [0, 2],
    ];
    const truth = [0, 0, 1, 1];
    const same = (yTrue: never, yPred: never, options = {}) =>
      expect(confusionMatrix(yTrue, yPred, options).values).toEqual(counts);
    same(truth as never, [0, 1, 1, 1] as never);
    same(
      truth as never,
      tf.tensor2d([
        [2, 1],
        [-3, -2],
        [0, 1],
        [0, 1],
      ]) as never,
    );
    same(truth as never, tf.tensor2d([[0.1], [0.6], [0.51], [1]]) as never);
    same(truth as never, [-0.1, 0.3, 4, 5] as never, { fromLogits: true });
    same(truth as never, [-4, 3, 4, 5] as never, { fromLogits: true });
    same(truth as never, [0.5, 0.8, 0.7, 0.61] as never, { threshold: 0.6 });
    same(
      [
        [1, 0],
        [1, 0],
        [0, 1],
        [0, 1],
      ] as never,
      [0, 1, 1, 1] as never,
    );
    same(['a', 'a', 'b', 'b'] as never, ['a', 'b', 'b', 'b'] as never);
    const names = { classNames: ['b', 'a'] };
    expect(
      confusionMatrix(
        ['a', 'b'],
        [
          [0.1, 0.9],
          [0.2, 0.8],
        ],
        names,
      ).values,
    ).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('says how many were told right', () => {
    expect(confusionMatrix([0, 1, 2, 2], [0, 1, 2, 0]).accuracy).toBe(0.75);
  });

  it('is a table, by names where they fit', () => {
    const classNames = ['setosa', 'versicolor', 'virginica'];
    expect(String(confusionMatrix([0, 1, 2, 2], [0, 1, 2, 1], { classNames }))).toBe(
      [
        '            predicted',
        'true            setosa  versicolor   virginica',
        'setosa               1           0           0',
        'versicolor           0           1           0',
        'virginica            0           1           1',
      ].join('\n'),
    );
    const shares = confusionMatrix([0, 0, 0], [0, 0, 1], { normalize: 'true' });
    expect(String(shares).split('\n')[2]).toBe('0     0.67  0.33');
  });

  it.each([2, 10, 26, 200])('fits 80 columns with %i classes of long names', (classes) => {
    const labels = Array.from({ length: classes }, (_, label) => label);
    const classNames = labels.map((label) => `a class with the number ${label} and a\nlong name`);
    const lines = String(confusionMatrix(labels, labels, { classNames })).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    // Each class stands once in a table's rows; and all columns are somewhere.
    const ones = lines.filter((line) => / 1( |$)/.test(line)).length;
    expect(ones).toBeGreaterThanOrEqual(classes);
  });

  it.each([
    [[0, 1], [0], ShapeError, 'yTrue has 2 labels, but yPred has 1.'],
    [[], [], ShapeError, 'there are no labels'],
    [[0, -1], [0, 1], LabelError, 'yTrue[1] is -1'],
    [[0, 1], [0.5, 1.5], OptionError, 'yPred[1] is 1.5, so these are not probabilities.'],
    [[0, 5000], [0, 1], LabelError, 'yTrue has the label 5000, and at most 1000'],
    [[0, 1], [Number.NaN, 1], LabelError, 'yPred holds NaN'],
    [['a', 'b'], ['b', 5], DataError, 'yPred[0] is "b"'],
    [[0], [[[1]]], ShapeError, 'yPred has rows of shape [1, 1]'],
  ] as const)('refuses %j against %j', (truth, predicted, kind, message) => {
    const judge = () => confusionMatrix(truth as never, predicted as never);
    expect(judge).toThrow(kind);
    expect(judge).toThrow(`confusionMatrix: ${message}`);
  });

  it('refuses too few names', () => {
    const judge = () => confusionMatrix([0, 2], [0, 1], { classNames: ['a', 'b'] });
    expect(judge).toThrow('classNames has 2 names, but there are labels up to 2, so 3 classes.');
  });
});

import { REDUCTIONS, type Reduction, reduceWeighted, tf } from '../src/index.ts';

/** Sums of a handful of small numbers: every result below is exact in float32 or one rounding away. */
const ONE_ROUNDING = 6;

const VALUES = [1, 2, 3, 6];
const WEIGHTS = [1, 0, 2, 0.5];

function reduced(
  reduction: Reduction,
  weights: number[] | number[][] | null,
  values: number[] | number[][] = VALUES,
) {
  return tf.tidy(() => {
    const w = weights === null ? null : tf.tensor(weights);
    return [...reduceWeighted(tf.tensor(values), w, reduction).dataSync()];
  });
}

describe('reduceWeighted', () => {
  it.each([
    ['sum_over_batch_size', 3],
    ['mean', 3],
    ['mean_with_sample_weight', 3],
    ['sum', 12],
  ] as const)('%s of values without weights', (reduction, expected) => {
    expect(reduced(reduction, null)).toEqual([expected]);
  });

  it.each([
    // Σ v·w = 1 + 0 + 6 + 3 = 10, over 4 values, over Σ w = 3.5, or not divided.
    ['sum_over_batch_size', 10 / 4],
    ['mean', 10 / 4],
    ['mean_with_sample_weight', 10 / 3.5],
    ['sum', 10],
  ] as const)('%s of values with weights, [n] and [n, 1]', (reduction, expected) => {
    expect(reduced(reduction, WEIGHTS)[0]).toBeCloseTo(expected, ONE_ROUNDING);
    expect(
      reduced(
        reduction,
        WEIGHTS.map((w) => [w]),
      ),
    ).toEqual(reduced(reduction, WEIGHTS));
  });

  it('none keeps one value for each example', () => {
    expect(reduced('none', null)).toEqual(VALUES);
    expect(reduced('none', WEIGHTS)).toEqual([1, 0, 6, 3]);
    expect(
      reduced(
        'none',
        WEIGHTS.map((w) => [w]),
      ),
    ).toEqual([1, 0, 6, 3]);
  });

  it('spreads one weight per example over further axes, and counts it for each of them', () => {
    const values = [
      [1, 3],
      [5, 7],
    ];
    expect(reduced('none', [2, 0.5], values)).toEqual([2, 6, 2.5, 3.5]);
    expect(reduced('sum_over_batch_size', [2, 0.5], values)).toEqual([14 / 4]);
    expect(reduced('mean_with_sample_weight', [2, 0.5], values)[0]).toBeCloseTo(
      14 / 5,
      ONE_ROUNDING,
    );
  });

  it('takes a weight for each position', () => {
    expect(
      reduced(
        'sum',
        [
          [1, 0],
          [0, 10],
        ],
        [
          [1, 3],
          [5, 7],
        ],
      ),
    ).toEqual([71]);
  });

  it('gives 0 rather than NaN when all weights are 0', () => {
    for (const reduction of REDUCTIONS) {
      if (reduction !== 'none') expect(reduced(reduction, [0, 0, 0, 0])).toEqual([0]);
    }
  });

  it('gives 0 rather than NaN for no values at all', () => {
    for (const reduction of REDUCTIONS) {
      const value = tf.tidy(() => [...reduceWeighted(tf.zeros([0]), null, reduction).dataSync()]);
      expect(value).toEqual(reduction === 'none' ? [] : [0]);
    }
  });

  it.each([
    // Of 1, 2, 3, 6 the first and the last count: 1 + 6, weighted 1 + 3.
    ['sum_over_batch_size', 7 / 2, 4 / 2],
    ['mean', 7 / 2, 4 / 2],
    ['mean_with_sample_weight', 7 / 2, 4 / 1.5],
    ['sum', 7, 4],
  ] as const)('%s leaves out what the mask leaves out', (reduction, plain, weighted) => {
    const masked = (weights: number[] | null) =>
      tf.tidy(() => {
        const mask = tf.tensor2d([[true], [false], [false], [true]], undefined, 'bool');
        const w = weights && tf.tensor1d(weights);
        return reduceWeighted(tf.tensor1d(VALUES), w, reduction, mask).dataSync()[0];
      });
    expect(masked(null)).toBeCloseTo(plain, ONE_ROUNDING);
    expect(masked(WEIGHTS)).toBeCloseTo(weighted, ONE_ROUNDING);
  });

  it('gives 0 rather than NaN when the mask leaves nothing', () => {
    const mask = tf.zeros([4], 'bool');
    expect(reduceWeighted(tf.tensor1d(VALUES), null, 'mean', mask).dataSync()[0]).toBe(0);
  });
});

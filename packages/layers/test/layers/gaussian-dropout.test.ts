import {
  float64Arith,
  normalQuantile,
  type RandomOp,
  seededRng,
  tf,
  uniformField,
} from '@tsuno/core';
import { describeReference, expectClose } from '../../../testing/src/index.ts';
import { GaussianDropout, type GaussianDropoutOptions } from '../../src/index.ts';

/** The quantile is good to about single precision, relative to numbers up to 4. */
const QUANTILE = { absolute: 2e-6 };
const COUNT = 40_000;
/** Four standard errors of a mean of 40,000 numbers with standard deviation 1. */
const MOMENTS = 4 / Math.sqrt(COUNT);

const MODE = { training: true, rng: seededRng(3), step: 1, update: () => {} };

function ruleOf(options: GaussianDropoutOptions) {
  const [op] = GaussianDropout(options).lower?.([1]) ?? [];
  return (op as RandomOp).rule;
}

describeReference(
  {
    concept: 'layer GaussianDropout',
    kind: 'closed form',
    source:
      'Srivastava et al. 2014, section 10: a normal factor with mean 1 and variance r/(1 − r)',
  },
  () => {
    it.each([0.1, 0.5, 0.8])('multiplies by the quantile of that factor at rate %d', (rate) => {
      const rule = ruleOf({ rate });
      const places = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
      const factor = (u: number) => 1 + Math.sqrt(rate / (1 - rate)) * normalQuantile(u);
      expectClose(
        places.map((u) => rule.forward(float64Arith, -3, u)),
        places.map((u) => -3 * factor(u)),
        { absolute: 3 * 2 * QUANTILE.absolute },
      );
      expectClose(
        places.map((u) => rule.backward(float64Arith, 0.5, u, -3)),
        places.map((u) => 0.5 * factor(u)),
        QUANTILE,
      );
    });

    it('keeps the mean, and gives the variance of a Dropout, of numbers that are 2', () => {
      const values = tf.tidy(() =>
        GaussianDropout({ rate: 0.2 })
          .call(tf.fill([COUNT], 2), {}, MODE)
          .dataSync<'float32'>(),
      );
      const mean = values.reduce((sum, value) => sum + value / COUNT, 0);
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / COUNT, 0);
      // Dropout of r = 0.2 has 0 or 2/0.8: variance 2²·0.25. That of a variance is √2 times as uncertain.
      expect(Math.abs(mean - 2)).toBeLessThan(MOMENTS);
      expect(Math.abs(variance - 1)).toBeLessThan(Math.SQRT2 * MOMENTS);
    });
  },
);

describe('GaussianDropout', () => {
  const x = () => tf.tensor1d(uniformField([1, 2], 50));
  const called = (options: GaussianDropoutOptions, mode: object = {}) =>
    tf.tidy(() => [
      ...GaussianDropout(options)
        .call(x(), {}, { ...MODE, ...mode })
        .dataSync(),
    ]);
  const given = () => tf.tidy(() => [...x().dataSync()]);

  it('does nothing outside of training, and nothing at rate 0', () => {
    expect(called({ rate: 0.5 }, { training: false })).toEqual(given());
    expect(called({ rate: 0 })).toEqual(given());
    expect(GaussianDropout({ rate: 0 }).lower?.([1])).toEqual([]);
  });

  it('repeats with a seed and the step, and differs with either', () => {
    const first = called({ rate: 0.5, seed: 1 }, { rng: seededRng(4) });
    expect(called({ rate: 0.5, seed: 1 }, { rng: seededRng(5) })).toEqual(first);
    expect(called({ rate: 0.5, seed: 2 })).not.toEqual(first);
    expect(called({ rate: 0.5, seed: 1 }, { step: 2 })).not.toEqual(first);
    expect(called({ rate: 0.5 }, { rng: seededRng(4) })).not.toEqual(
      called({ rate: 0.5 }, { rng: seededRng(5) }),
    );
  });

  it.each([1, -0.1, Number.NaN])('refuses the rate %d', (rate) => {
    expect(() => GaussianDropout({ rate })).toThrow(/^GaussianDropout: rate must be/);
  });
});

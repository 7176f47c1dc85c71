import { float32Arith, float64Arith, power, powerSlope } from '../src/index.ts';

/** exp(e·log x) in doubles, a few roundings. */
const DOUBLE = 12;

describe('power', () => {
  it.each([0, 0.5, 1, 1.3, 1.5, 2, 2.5, 3, 7, 13, -1, -2, -0.5])(
    '%f is that of Math',
    (exponent) => {
      for (const x of [1e-3, 0.2, 1, 3.7]) {
        const expected = x ** exponent;
        expect(power(float64Arith, x, exponent) / expected).toBeCloseTo(1, DOUBLE);
      }
    },
  );

  it('squares with one rounding', () => {
    for (const x of [0.1, 1 / 3, 0.7].map(Math.fround)) {
      expect(power(float32Arith, x, 2)).toBe(Math.fround(x * x));
    }
  });

  it.each([0.5, 1.3, 2, 2.5])('of 0 to the %f is 0', (exponent) => {
    expect(power(float64Arith, 0, exponent)).toBe(0);
  });

  it('of anything to the 0 is 1', () => {
    expect([0, 2].map((x) => power(float64Arith, x, 0))).toEqual([1, 1]);
  });
});

describe('powerSlope', () => {
  it.each([0, 0.3, 0.5, 1, 1.5, 2, 3.7])('of %f is e·xᵉ⁻¹', (exponent) => {
    for (const x of [0.2, 1, 3.7]) {
      const expected = exponent * x ** (exponent - 1);
      expect(powerSlope(float64Arith, x, exponent)).toBeCloseTo(expected, DOUBLE);
    }
  });

  it('at 0 is finite: 0, and 1 for x itself', () => {
    const slopes = [0, 0.3, 0.5, 1, 1.5, 2].map((e) => powerSlope(float64Arith, 0, e));
    expect(slopes).toEqual([0, 0, 0, 1, 0, 0]);
  });
});

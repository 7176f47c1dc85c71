import fc from 'fast-check';
import { expectClose } from '../../testing/src/index.ts';
import { normalQuantile, stableLog } from '../src/index.ts';

/** AS 241 promises about 16 digits: a few units in the last place. */
const SIXTEEN_DIGITS = { relative: 1e-15 };
/** Two units in the last place of a double. */
const TWO_ULPS = { relative: 2 ** -51 };

describe('normalQuantile', () => {
  // mpmath, 30 digits: sqrt(2) * erfinv(2p − 1), and for the far tails the root of log(ncdf(x)) = log(p).
  it.each([
    [0.975, 1.959963984540054],
    [0.9, 1.2815515655446004],
    [0.99, 2.326347874040841],
    [0.75, 0.6744897501960817],
    [0.001, -3.0902323061678136],
    [1e-10, -6.361340902404056],
    [1e-20, -9.262340089798409],
    [1e-300, -37.0470962993612],
  ])('is Φ⁻¹(%d) = %d', (p, quantile) => {
    expectClose([normalQuantile(p)], [quantile], SIXTEEN_DIGITS);
  });

  it('is 0 in the middle', () => {
    expect(normalQuantile(0.5)).toBe(0);
  });

  it('is symmetric: Φ⁻¹(1 − p) = −Φ⁻¹(p), bit for bit where 1 − p is exact', () => {
    fc.assert(
      // Multiples of 2⁻⁵², so that 1 − p has no rounding.
      fc.property(fc.integer({ min: 1, max: 2 ** 52 - 1 }), (k) => {
        const p = k / 2 ** 52;
        expect(normalQuantile(1 - p)).toBe(0 - normalQuantile(p));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('rises, also where its three formulas meet', () => {
    for (const border of [0.075, 0.925, Math.exp(-25)]) {
      const [below, above] = [normalQuantile(border * (1 - 1e-12)), normalQuantile(border)];
      expect(above).toBeGreaterThan(below);
      // No jump: the density there times the step, generously.
      expect(above - below).toBeLessThan(1e-10);
    }
    const grid = Array.from({ length: 2000 }, (_, i) => normalQuantile((i + 0.5) / 2000));
    expect(grid.every((value, i) => i === 0 || value > grid[i - 1])).toBe(true);
  });
});

describe('stableLog', () => {
  it('is the natural logarithm to two units in the last place over the whole range of normal doubles', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** -1022, max: Number.MAX_VALUE, noNaN: true }), (x) => {
        expectClose([stableLog(x)], [Math.log(x)], TWO_ULPS);
      }),
      { seed: 4, numRuns: 1000 },
    );
  });

  it('keeps its digits near 1, where the logarithm is small', () => {
    for (const x of [1 + 2 ** -52, 1 - 2 ** -53, 1 + 1e-9, 1 - 1e-9, 0.99, 1.01]) {
      expectClose([stableLog(x)], [Math.log(x)], TWO_ULPS);
    }
    expect(stableLog(1)).toBe(0);
  });

  it('is exactly k·ln 2 for powers of two', () => {
    for (const k of [-1022, -10, -1, 1, 10, 1023]) expect(stableLog(2 ** k)).toBe(k * Math.LN2);
  });

  it('does not jump at √2, where the mantissa is halved', () => {
    for (const x of [Math.SQRT2, Math.SQRT2 * (1 + 2 ** -52), Math.SQRT2 * (1 - 2 ** -52)]) {
      expectClose([stableLog(x)], [Math.log(x)], TWO_ULPS);
    }
  });
});

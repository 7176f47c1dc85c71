import { OptionError, tf } from 'tsuno/core';
import { straightLine } from '../src/straight-line.ts';

/** slope · x + intercept in doubles, rounded to float32 once: half a unit in the last place of numbers below 8. */
const FLOAT32_ROUNDING = 5e-7;

function columns(options?: Parameters<typeof straightLine.load>[0]) {
  const { x, y } = straightLine.load(options);
  const values = { x: Array.from(x.dataSync()), y: Array.from(y.dataSync()) };
  tf.dispose([x, y]);
  return values;
}

describe('straightLine.load', () => {
  it('gives 100 points as [100, 1] and [100], and no other tensor', () => {
    const before = tf.memory().numTensors;
    const { x, y } = straightLine.load();
    expect(tf.memory().numTensors).toBe(before + 2);
    expect([x.shape, x.dtype, y.shape, y.dtype]).toEqual([[100, 1], 'float32', [100], 'float32']);
    tf.dispose([x, y]);
  });

  it('lies on the line where there is no noise', () => {
    const { x, y } = columns({ slope: -3, intercept: 4, noise: 0 });
    x.forEach((x_i, i) => {
      expect(Math.abs(y[i] - (4 - 3 * x_i))).toBeLessThan(FLOAT32_ROUNDING);
    });
  });

  it('spreads x evenly over [−1, 1)', () => {
    const { x } = columns({ examples: 10_000 });
    expect(Math.min(...x)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...x)).toBeLessThan(1);
    for (let quarter = 0; quarter < 4; quarter++) {
      const inside = x.filter((x_i) => Math.floor(2 * (x_i + 1)) === quarter).length;
      // 2,500 each, with a standard deviation of 43.
      expect(Math.abs(inside - 2500)).toBeLessThan(4 * 43);
    }
  });

  it('adds Gaussian noise of the given standard deviation', () => {
    const { x, y } = columns({ examples: 10_000, slope: 2, intercept: -1, noise: 0.5 });
    const errors = y.map((y_i, i) => (y_i - (2 * x[i] - 1)) / 0.5);
    const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
    const variance = errors.reduce((sum, e) => sum + e * e, 0) / errors.length;
    // Standard errors: 1/√n = 0.01 of the mean, √(2/n) = 0.014 of the variance.
    expect(Math.abs(mean)).toBeLessThan(0.04);
    expect(Math.abs(variance - 1)).toBeLessThan(0.056);
    const withinOne = errors.filter((e) => Math.abs(e) < 1).length / errors.length;
    expect(Math.abs(withinOne - 0.6827)).toBeLessThan(0.019);
  });

  it('gives the same points for the same seed, others for another', () => {
    expect(columns({ seed: 5 })).toEqual(columns({ seed: 5 }));
    expect(columns({ seed: 5 })).not.toEqual(columns({ seed: 6 }));
    expect(columns()).toEqual(
      columns({ examples: 100, slope: 2, intercept: -1, noise: 0.1, seed: 1 }),
    );
  });

  it('continues the same points where more are asked for', () => {
    const few = columns({ examples: 10 });
    const many = columns({ examples: 20 });
    expect(many.x.slice(0, 10)).toEqual(few.x);
    expect(many.y.slice(0, 10)).toEqual(few.y);
  });

  const refused: readonly [object, string][] = [
    [{ slop: 1 }, 'unknown option "slop". Did you mean "slope"?'],
    [{ examples: 0 }, 'examples must be a whole number of at least 1, got 0.'],
    [{ slope: '2' }, 'slope must be a number in (-∞, ∞), got "2".'],
    [{ intercept: Number.NaN }, 'intercept must be a number in (-∞, ∞), got NaN.'],
    [{ noise: -0.1 }, 'noise must be a number in [0, ∞), got -0.1.'],
    [{ seed: 0.5 }, 'seed must be a whole number, got 0.5.'],
    [
      { examples: 1e10 },
      'examples must be at most 134,217,728, got 10,000,000,000, which would take 80 GB. Load fewer.',
    ],
    [{ examples: 2 ** 53 - 1 }, 'examples must be at most 134,217,728'],
    [{ slope: 1e39 }, 'slope, intercept and noise must keep y within float32, ±3.40e+38'],
    [{ noise: 1e308 }, 'slope, intercept and noise must keep y within float32'],
  ];
  it.each(refused)('refuses %j', (options, message) => {
    expect(() => straightLine.load(options)).toThrow(OptionError);
    expect(() => straightLine.load(options)).toThrow(`straightLine.load: ${message}`);
  });

  it.each([null, 5, [], 'seed'])('refuses %p for options', (options) => {
    expect(() => straightLine.load(options as never)).toThrow(OptionError);
  });
});

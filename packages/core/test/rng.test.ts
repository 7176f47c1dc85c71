import fc from 'fast-check';
import { expectClose } from '../../testing/src/index.ts';
import { normalQuantile, randomSeed, seededRng } from '../src/index.ts';

/** How many numbers the statistics are taken of. */
const MANY = 40_000;
/** Four standard errors of a mean of MANY numbers whose standard deviation is 1. */
const MEAN_ROOM = 4 / Math.sqrt(MANY);

const draw = (next: () => number, count = MANY) => Array.from({ length: count }, next);
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const correlation = (a: readonly number[], b: readonly number[]) =>
  mean(a.map((value, i) => (value - 0.5) * (b[i] - 0.5))) * 12;

describe('seededRng', () => {
  it('gives these very numbers for seed 7, on every platform', () => {
    expect(draw(seededRng(7).uniform, 3)).toEqual([
      0.9323764921290597, 0.7540685513790664, 0.4269321131492575,
    ]);
    expect(seededRng(7).normal()).toBe(1.4937268957170466);
    expect([...seededRng(7).permutation(10)]).toEqual([5, 9, 2, 4, 6, 1, 8, 3, 0, 7]);
    expect(seededRng(7).fork('dense_1/kernel').uniform()).toBe(0.0263625678124495);
    expect(seededRng(0).uniform()).toBe(0.19124208255480646);
    expect(seededRng(-1).uniform()).toBe(0.9631579375843076);
  });

  it('draws numbers in [0, 1) with the mean, the variance and the shares of the uniform distribution', () => {
    const values = draw(seededRng(3).uniform);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan(MEAN_ROOM * Math.sqrt(1 / 12));
    // The variance of (u − ½)² is 1/180.
    const variance = mean(values.map((value) => (value - 0.5) ** 2));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(MEAN_ROOM * Math.sqrt(1 / 180));
    const counts = Array(16).fill(0);
    for (const value of values) counts[Math.floor(value * 16)] += 1;
    const expected = MANY / 16;
    const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // The 99.9 % point of χ² with 15 degrees of freedom.
    expect(chi2).toBeLessThan(37.7);
  });

  it('draws normal numbers with mean 0, deviation 1 and the right share beyond two deviations', () => {
    const values = draw(seededRng(4).normal);
    expect(Math.abs(mean(values))).toBeLessThan(MEAN_ROOM);
    // The variance of z² is 2.
    expect(Math.abs(mean(values.map((z) => z * z)) - 1)).toBeLessThan(MEAN_ROOM * Math.SQRT2);
    const beyond = mean(values.map((z) => (Math.abs(z) > 2 ? 1 : 0)));
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(MEAN_ROOM * Math.sqrt(0.0455));
  });

  it('draws a normal number from one uniform number', () => {
    const [a, b] = [seededRng(11), seededRng(11)];
    for (let i = 0; i < 50; i++) expect(a.normal()).toBe(normalQuantile(b.uniform()));
  });

  it('refuses a seed that is no whole number', () => {
    expect(() => seededRng(1.5)).toThrow('seededRng: seed must be a whole number, got 1.5.');
    expect(() => seededRng(Number.NaN)).toThrow('seed must be a whole number, got NaN.');
    expect(() => seededRng('7' as unknown as number)).toThrow(
      'seed must be a whole number, got "7".',
    );
  });

  it('takes what randomSeed gives', () => {
    const seed = randomSeed();
    expect(Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
    expect(seededRng(seed).uniform()).toBe(seededRng(seed).uniform());
  });
});

describe('fork', () => {
  it('depends on the seed and the name only, not on what was drawn or forked before', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.nat(20), (seed, name, drawn) => {
        const rng = seededRng(seed);
        const before = draw(rng.fork(name).uniform, 3);
        draw(rng.uniform, drawn);
        rng.permutation(drawn);
        draw(rng.fork('another').normal, drawn);
        expect(draw(rng.fork(name).uniform, 3)).toEqual(before);
        expect(draw(seededRng(seed).fork(name).uniform, 3)).toEqual(before);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('does not draw from the generator that it forks', () => {
    const [forked, plain] = [seededRng(5), seededRng(5)];
    forked.fork('a').uniform();
    expect(forked.uniform()).toBe(plain.uniform());
  });

  it.each([
    ['names that are near', 'dense/kernel', 'dense_1/kernel'],
    ['a name and its parent', 'a', 'a/b'],
    ['names in another order', 'ab', 'ba'],
  ])('gives streams without correlation for %s', (_what, one, other) => {
    const rng = seededRng(9);
    const [a, b] = [draw(rng.fork(one).uniform), draw(rng.fork(other).uniform)];
    expect(Math.abs(correlation(a, b))).toBeLessThan(MEAN_ROOM);
    expect(Math.abs(correlation(a, draw(seededRng(9).uniform)))).toBeLessThan(MEAN_ROOM);
  });

  it('gives streams without correlation for neighbouring seeds', () => {
    const [a, b] = [draw(seededRng(100).uniform), draw(seededRng(101).uniform)];
    expect(Math.abs(correlation(a, b))).toBeLessThan(MEAN_ROOM);
  });

  it('gives the first numbers of many forks evenly, too', () => {
    const rng = seededRng(2);
    const firsts = Array.from({ length: 5000 }, (_, i) => rng.fork(`step_${i}`).uniform());
    expectClose([mean(firsts)], [0.5], { absolute: 4 * Math.sqrt(1 / 12 / 5000) });
    expect(new Set(firsts).size).toBe(5000);
  });
});

describe('permutation', () => {
  it('is an ordering of 0 … size − 1', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(200), (seed, size) => {
        const order = seededRng(seed).permutation(size);
        expect([...order].sort((a, b) => a - b)).toEqual(
          Array.from({ length: size }, (_, index) => index),
        );
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it('differs from one call to the next and repeats with the seed', () => {
    const rng = seededRng(1);
    const [first, second] = [rng.permutation(50), rng.permutation(50)];
    expect(second).not.toEqual(first);
    const again = seededRng(1);
    expect([again.permutation(50), again.permutation(50)]).toEqual([first, second]);
  });

  it('makes each of the six orderings of three equally often', () => {
    const rng = seededRng(6);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const key = rng.permutation(3).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const chi2 = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // The 99.9 % point of χ² with 5 degrees of freedom.
    expect(chi2).toBeLessThan(20.5);
  });
});

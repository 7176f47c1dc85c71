import { type Initializer, OptionError, seededRng, toConfigJson } from '@tsuno/core';
import { expectClose } from '../../testing/src/index.ts';
import { fansOf } from '../src/fans.ts';
import * as initializers from '../src/index.ts';

const {
  Constant,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  Ones,
  RandomNormal,
  RandomUniform,
  VarianceScaling,
  Zeros,
} = initializers;

/** The kernel of the lecture's first layer: 19,600 numbers. */
const KERNEL = [784, 25] as const;
const COUNT = 784 * 25;
/** Values are rounded to float32 once. */
const FLOAT32 = { relative: 2 ** -24 };
/** Four standard errors of the mean of COUNT values of deviation 1. */
const MEAN_ROOM = 4 / Math.sqrt(COUNT);
/** Four standard errors of a deviation, relative: √((κ − 1)/4n) with kurtosis κ ≤ 3. */
const DEVIATION_ROOM = 4 / Math.sqrt(2 * COUNT);

const draw = (initializer: Initializer, shape: readonly number[] = KERNEL, seed = 7) =>
  initializer.call(shape, seededRng(seed));
const mean = (values: Float32Array) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: Float32Array) =>
  Math.sqrt(
    values.reduce((sum, value) => sum + value * value, 0) / values.length - mean(values) ** 2,
  );
const largest = (values: Float32Array) =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe('fansOf', () => {
  it.each([
    [[], 1, 1],
    [[7], 7, 7],
    [[784, 25], 784, 25],
    [[3, 4, 5], 12, 15],
    [[3, 3, 8, 16], 72, 144],
  ] as const)('of %j are %d in and %d out, as in Keras', (shape, fanIn, fanOut) => {
    expect(fansOf(shape)).toEqual({ fanIn, fanOut });
  });
});

describe('Equal seeds', () => {
  // Any change here changes the start of every model that anybody has trained with a seed.
  it.each([
    [GlorotUniform(), [0.07447206974029541, 0.043760500848293304, -0.012585136108100414]],
    [GlorotNormal(), [0.07673823088407516, 0.03680350258946419, -0.009932659566402435]],
    [HeUniform(), [0.07565012574195862, 0.044452738016843796, -0.012784217484295368]],
    [HeNormal(), [0.07795213907957077, 0.037385690957307816, -0.010089782066643238]],
    [VarianceScaling(), [0.05512048304080963, 0.026435675099492073, -0.007134553045034409]],
    [RandomNormal(), [0.07468634843826294, 0.03436744585633278, -0.009209510870277882]],
    [RandomUniform(), [0.04323764890432358, 0.02540685422718525, -0.007306788582354784]],
  ])('give these very bits: %s', (initializer, first) => {
    expect([...draw(initializer).slice(0, 3)]).toEqual(first);
  });

  it.each(Object.entries(initializers))(
    'give %s the same bits twice, as a Float32Array',
    (_name, factory) => {
      const [one, other] = [draw(factory()), draw(factory())];
      expect(one).toBeInstanceOf(Float32Array);
      expect(one).toHaveLength(COUNT);
      expect(one).toEqual(other);
    },
  );
});

describe('A uniform initializer', () => {
  it.each([
    ['GlorotUniform', GlorotUniform(), Math.sqrt(6 / 809)],
    ['HeUniform', HeUniform(), Math.sqrt(6 / 784)],
    [
      'VarianceScaling',
      VarianceScaling({ scale: 3, mode: 'fan_out', distribution: 'uniform' }),
      Math.sqrt(9 / 25),
    ],
    ['RandomUniform', RandomUniform({ minval: -2, maxval: 2 }), 2],
  ])('(%s) fills (−L, L) evenly', (_name, initializer, limit) => {
    const values = draw(initializer);
    expect(largest(values)).toBeLessThanOrEqual(Math.fround(limit));
    // With 19,600 numbers the largest is within a thousandth of the limit.
    expect(largest(values)).toBeGreaterThan(limit * 0.999);
    expect(Math.abs(mean(values))).toBeLessThan(MEAN_ROOM * (limit / Math.sqrt(3)));
    expectClose([deviation(values)], [limit / Math.sqrt(3)], { relative: DEVIATION_ROOM });
  });

  it("(GlorotUniform) has the lecture model's limits 0.0861, 0.3873 and 0.4899", () => {
    // A value is limit · (2u − 1), so limit and first value belong together exactly.
    const u = 2 * seededRng(7).uniform() - 1;
    for (const [shape, limit] of [
      [[784, 25], 0.0861],
      [[25, 15], 0.3873],
      [[15, 10], 0.4899],
    ] as const) {
      const exact = Math.sqrt(6 / (shape[0] + shape[1]));
      expect(exact.toFixed(4)).toBe(limit.toFixed(4));
      expectClose(draw(GlorotUniform(), shape).slice(0, 1), [exact * u], FLOAT32);
    }
  });

  it('(RandomUniform) lies between minval and maxval, 0 included', () => {
    const values = draw(RandomUniform({ minval: 0, maxval: 3 }));
    expect(values.every((value) => value >= 0 && value <= 3)).toBe(true);
    expectClose([mean(values)], [1.5], { absolute: MEAN_ROOM * (3 / Math.sqrt(12)) });
    expect(new Set(draw(RandomUniform({ minval: 1, maxval: 1 })))).toEqual(new Set([1]));
  });
});

describe('A truncated normal initializer', () => {
  /** The deviation that a standard normal has left when it is cut at ±2 (Keras's constant). */
  const AFTER_CUT = 0.8796256610342398;

  it.each([
    ['GlorotNormal', GlorotNormal(), Math.sqrt(2 / 809)],
    ['HeNormal', HeNormal(), Math.sqrt(2 / 784)],
    ['VarianceScaling', VarianceScaling({ scale: 2, mode: 'fan_out' }), Math.sqrt(2 / 25)],
  ])(
    '(%s) is cut at two deviations and has the promised deviation after the cut',
    (_name, initializer, std) => {
      const values = draw(initializer);
      const cut = (2 * std) / AFTER_CUT;
      expect(largest(values)).toBeLessThanOrEqual(Math.fround(cut));
      // P(|z| > 0.98 · 2) of the cut normal is 0.5 %: among 19,600 there are some.
      expect(largest(values)).toBeGreaterThan(0.98 * cut);
      expect(Math.abs(mean(values))).toBeLessThan(MEAN_ROOM * std);
      expectClose([deviation(values)], [std], { relative: DEVIATION_ROOM });
    },
  );

  it('has the shape of a normal distribution between the cuts', () => {
    const values = draw(GlorotNormal());
    const sigma = Math.sqrt(2 / 809) / AFTER_CUT;
    const within = values.filter((value) => Math.abs(value) < sigma).length / COUNT;
    // (Φ(1) − Φ(−1)) / (Φ(2) − Φ(−2)).
    expectClose([within], [0.6826894921 / 0.954499736], { absolute: MEAN_ROOM * 0.46 });
  });
});

describe('An uncut normal initializer', () => {
  it.each([
    ['RandomNormal', RandomNormal({ mean: 3, stddev: 0.5 }), 3, 0.5],
    [
      'VarianceScaling',
      VarianceScaling({ mode: 'fan_avg', distribution: 'untruncated_normal' }),
      0,
      Math.sqrt(2 / 809),
    ],
  ])('(%s) has its mean and deviation, and tails', (_name, initializer, center, std) => {
    const values = draw(initializer);
    expectClose([mean(values)], [center], { absolute: MEAN_ROOM * std });
    expectClose([deviation(values)], [std], { relative: DEVIATION_ROOM });
    const beyond = values.filter((value) => Math.abs(value - center) > 2 * std).length / COUNT;
    expectClose([beyond], [0.0455], { absolute: MEAN_ROOM * Math.sqrt(0.0455) });
  });

  it('with deviation 0 is its mean', () => {
    expect(new Set(draw(RandomNormal({ mean: 3, stddev: 0 })))).toEqual(new Set([3]));
  });
});

describe('The named initializers', () => {
  it.each([
    [GlorotUniform(), VarianceScaling({ mode: 'fan_avg', distribution: 'uniform' })],
    [GlorotNormal(), VarianceScaling({ mode: 'fan_avg' })],
    [HeUniform(), VarianceScaling({ scale: 2, distribution: 'uniform' })],
    [HeNormal(), VarianceScaling({ scale: 2 })],
  ])('are cases of VarianceScaling: %s', (named, scaling) => {
    for (const shape of [[4, 6], [5], [], [3, 3, 2, 4]]) {
      expect(draw(named, shape)).toEqual(draw(scaling, shape));
    }
  });
});

describe('Zeros, Ones and Constant', () => {
  it('are what they say', () => {
    expect([...draw(Zeros(), [2, 2])]).toEqual([0, 0, 0, 0]);
    expect([...draw(Ones(), [3])]).toEqual([1, 1, 1]);
    expect([...draw(Constant({ value: -2.5 }), [])]).toEqual([-2.5]);
    expect([...draw(Constant(), [1])]).toEqual([0]);
  });
});

describe('The seed option', () => {
  it.each([
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    VarianceScaling,
    RandomNormal,
    RandomUniform,
  ])("of %p makes the values independent of the model's seed", (factory) => {
    const seeded = factory({ seed: 5 });
    expect(draw(seeded, [4], 1)).toEqual(draw(seeded, [4], 2));
    expect(draw(seeded, [4])).toEqual(draw(factory(), [4], 5));
    expect(draw(factory({ seed: 6 }), [4])).not.toEqual(draw(seeded, [4]));
    expect(draw(factory(), [4], 1)).not.toEqual(draw(factory(), [4], 2));
    expect(toConfigJson(seeded).config.seed).toBe(5);
    expect(() => factory({ seed: 0.5 })).toThrow(
      `${factory.name}: seed must be a whole number, got 0.5.`,
    );
  });
});

describe('Bad options', () => {
  it.each(Object.entries(initializers))('%s refuses one that it does not have', (name, factory) => {
    const make = factory as (options: object) => Initializer;
    expect(() => make({ sead: 1 })).toThrow(OptionError);
    expect(() => make({ sead: 1 })).toThrow(`${name}: unknown option "sead".`);
  });

  it.each([
    [
      () => VarianceScaling({ scale: 0 }),
      'VarianceScaling: scale must be a number in (0, ∞), got 0.',
    ],
    [
      () => VarianceScaling({ mode: 'fanIn' as 'fan_in' }),
      'VarianceScaling: mode must be one of "fan_in", "fan_out", "fan_avg", got "fanIn". Did you mean "fan_in"?',
    ],
    [
      () => VarianceScaling({ distribution: 'normal' as 'uniform' }),
      'VarianceScaling: distribution must be one of "truncated_normal", "untruncated_normal", "uniform", got "normal".',
    ],
    [
      () => RandomNormal({ stddev: -1 }),
      'RandomNormal: stddev must be a number in [0, ∞), got -1.',
    ],
    [
      () => RandomNormal({ mean: Number.NaN }),
      'RandomNormal: mean must be a number in (-∞, ∞), got NaN.',
    ],
    [
      () => RandomUniform({ minval: 1, maxval: 0 }),
      'RandomUniform: minval must not be above maxval, got minval 1 and maxval 0.',
    ],
    [
      () => Constant({ value: '1' as unknown as number }),
      'Constant: value must be a number in (-∞, ∞), got "1".',
    ],
  ])('are refused with what was expected and what came', (make, message) => {
    expect(make).toThrow(message);
  });
});

import fc from 'fast-check';
import { type Arith, float32Arith, float64Arith, tensorArith, tf } from '../src/index.ts';

/** Random cases of every property; a fixed seed, so that a failure repeats. */
const RUNS = { seed: 20260821, numRuns: 60 };

/** Values that arithmetic trips over: signed zeros, subnormals, the ends of the range, infinities, NaN. */
const SPECIAL = [
  0,
  -0,
  1,
  -1,
  2 ** -149,
  -(2 ** -149),
  2 ** -126,
  1e-40,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
].map(Math.fround);

const float32 = fc.oneof(
  fc.float(),
  fc.float({ min: Math.fround(-10), max: Math.fround(10) }),
  fc.constantFrom(...SPECIAL),
);
const columns = (count: number) =>
  fc.array(fc.tuple(...Array.from({ length: count }, () => float32)), {
    minLength: 1,
    maxLength: 24,
  });

/** `f` on float32 numbers and on tensors: the same numbers, or jest says which are not (NaN and −0 included). */
function expectSameBits(rows: readonly number[][], f: <T>(k: Arith<T>, ...values: T[]) => T): void {
  const byNumbers = rows.map((row) => f(float32Arith, ...row));
  const byTensors = tf.tidy(() => {
    const inputs = rows[0].map((_, column) => tf.tensor1d(rows.map((row) => row[column])));
    return [...f<tf.Tensor>(tensorArith, ...inputs).dataSync()];
  });
  expect(byTensors).toEqual(byNumbers);
}

type Binary = 'add' | 'sub' | 'mul' | 'div' | 'max' | 'min';
type Unary = 'neg' | 'abs' | 'square' | 'sqrt' | 'exp' | 'log' | 'tanh';
const BINARIES: readonly Binary[] = ['add', 'sub', 'mul', 'div', 'max', 'min'];
const UNARIES: readonly Unary[] = ['neg', 'abs', 'square', 'sqrt', 'exp', 'log', 'tanh'];

describe('float32Arith and tensorArith on the cpu backend', () => {
  it.each(BINARIES)('%s rounds to the same bits, special values included', (op) => {
    const everyPair = SPECIAL.flatMap((a) => SPECIAL.map((b) => [a, b]));
    expectSameBits(everyPair, (k, a, b) => k[op](a, b));
    fc.assert(
      fc.property(columns(2), (rows) => expectSameBits(rows, (k, a, b) => k[op](a, b))),
      RUNS,
    );
  });

  it.each(BINARIES)('%s rounds a constant on either side to float32 first', (op) => {
    const constant = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(columns(1), constant, (rows, c) => {
        expectSameBits(rows, (k, a) => k[op](a, c));
        expectSameBits(rows, (k, a) => k[op](c, a));
      }),
      RUNS,
    );
  });

  it.each(UNARIES)('%s rounds to the same bits, special values included', (op) => {
    expectSameBits(
      SPECIAL.map((a) => [a]),
      (k, a) => k[op](a),
    );
    fc.assert(
      fc.property(columns(1), (rows) => expectSameBits(rows, (k, a) => k[op](a))),
      RUNS,
    );
  });

  it('whereGreater chooses the same, and "no" where NaN is compared', () => {
    fc.assert(
      fc.property(columns(4), (rows) =>
        expectSameBits(rows, (k, a, b, yes, no) => k.whereGreater(a, b, yes, no)),
      ),
      RUNS,
    );
    for (const k of [float32Arith, float64Arith]) {
      expect(k.whereGreater(Number.NaN, 0, 1, 2)).toBe(2);
      expect(k.whereGreater(0, Number.NaN, 1, 2)).toBe(2);
      expect(k.whereGreater(1, 1, 1, 2)).toBe(2);
      expect(k.whereGreater(1.5, 1, 1, 2)).toBe(1);
    }
  });

  it('whereGreater takes constants as branches, and a constant on the left', () => {
    fc.assert(
      fc.property(columns(1), (rows) => {
        expectSameBits(rows, (k, a) => k.whereGreater(a, 0.1, 1 / 3, a));
        expectSameBits(rows, (k, a) => k.whereGreater(0.1, a, a, -1 / 3));
      }),
      RUNS,
    );
  });

  it('a chain of operations stays bit-equal, as in an optimizer step', () => {
    fc.assert(
      fc.property(columns(3), (rows) =>
        expectSameBits(rows, (k, w, m, v) =>
          k.sub(w, k.div(k.mul(m, 1e-3), k.add(k.sqrt(k.abs(v)), 1e-7))),
        ),
      ),
      RUNS,
    );
  });
});

describe('float64Arith', () => {
  it('does not round: each operation is the one of JavaScript', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (a, b) => {
        const k = float64Arith;
        const got = [k.add(a, b), k.sub(a, b), k.mul(a, b), k.div(a, b), k.max(a, b), k.min(a, b)];
        expect(got).toEqual([a + b, a - b, a * b, a / b, Math.max(a, b), Math.min(a, b)]);
        const one = [k.neg(a), k.abs(a), k.square(a), k.sqrt(a), k.exp(a), k.log(a), k.tanh(a)];
        const math = [Math.abs(a), a * a, Math.sqrt(a), Math.exp(a), Math.log(a), Math.tanh(a)];
        expect(one).toEqual([-a, ...math]);
      }),
      RUNS,
    );
  });

  it('differs from float32Arith by the rounding alone', () => {
    expect(float64Arith.add(0.1, 0.2)).toBe(0.1 + 0.2);
    expect(float32Arith.add(0.1, 0.2)).toBe(Math.fround(Math.fround(0.1) + Math.fround(0.2)));
    expect(float32Arith.mul(2 ** -100, 2 ** -60)).toBe(0);
    expect(float64Arith.mul(2 ** -100, 2 ** -60)).toBe(2 ** -160);
  });
});

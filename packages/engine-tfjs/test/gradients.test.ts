import { tf } from '@tsuno/core';
import { uniform } from '../../testing/src/index.ts';
import { GRADIENTS } from '../src/gradients.ts';

/**
 * Central differences of float32 functions: with h = 2⁻⁷ the curvature leaves h² ≈ 6·10⁻⁵ times the third derivative,
 * the rounding of sums of size 4 leaves 2·10⁻⁷ / h ≈ 3·10⁻⁵. A wrong formula is off by tenths.
 */
const H = 2 ** -7;
const ROOM = { absolute: 1e-3, relative: 1e-3 };

interface Input {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

interface Check {
  readonly f: (...inputs: tf.Tensor[]) => tf.Tensor;
  readonly inputs: readonly Input[];
}

/** Distinct numbers in [low, high), none of them near a multiple of ½ unless `low` and `high` say so. */
let nextSeed = 1;
function random(shape: readonly number[], low = -1, high = 1): Input {
  const size = shape.reduce((product, each) => product * each, 1);
  // Far apart, because neighbouring seeds give neighbouring first numbers.
  nextSeed += 1_000_003;
  return { shape, values: [...uniform(nextSeed, size, low, high)], dtype: 'float32' };
}
/** These numbers, in this order. */
const fixed = (shape: readonly number[], values: readonly number[]): Input => ({
  shape,
  values,
  dtype: 'float32',
});
/** Whole numbers, which have no derivative. */
const whole = (shape: readonly number[], values: readonly number[]): Input => ({
  shape,
  values,
  dtype: 'int32',
});
const truths = (shape: readonly number[], values: readonly number[]): Input => ({
  shape,
  values,
  dtype: 'bool',
});

const check = (f: Check['f'], ...inputs: Input[]): Check => ({ f, inputs });

/** Inputs of one function, on both sides of 0 and away from it. */
const SIDES = fixed([2, 3], [-2.3, -0.7, -0.2, 0.3, 0.8, 2.1]);
const POSITIVE = fixed([2, 3], [0.4, 0.7, 1.3, 2.2, 3.1, 0.9]);

/** Both inputs alike, each broadcast along one axis or by rank, and a scalar. */
function binaries(f: Check['f'], low = -1, high = 1): Record<string, Check> {
  const of = (a: readonly number[], b: readonly number[]) =>
    check(f, random(a, low, high), random(b, low, high));
  return {
    'of equal shapes': of([2, 3], [2, 3]),
    'with a broadcast by rank': of([3], [2, 3]),
    'with b broadcast by rank': of([2, 3], [3]),
    'with both broadcast': of([2, 1, 3], [4, 1]),
    'with a scalar on the left': of([], [2, 2]),
    'with a scalar on the right': of([2, 2], []),
    'with an axis of one on both sides': of([1, 3], [1, 1]),
  };
}

const unary = (f: Check['f'], input: Input = SIDES): Record<string, Check> => ({
  'at its points': check(f, input),
});

/** A step: compared with random numbers, that h does not carry over a border. */
function comparison(f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Record<string, Check> {
  const a = fixed([2, 3], [-1, 0.5, 2, 0.25, 1, 3]);
  return {
    'of equal shapes': check(
      (x, y) => tf.cast(f(x, y), 'float32'),
      a,
      fixed([2, 3], [1, 2, 0, 3, -2, 1]),
    ),
    'with b broadcast': check(
      (x, y) => tf.cast(f(x, y), 'float32'),
      a,
      fixed([3], [0.7, 1.5, -0.3]),
    ),
  };
}

/** The derivative with respect to x of something that looks at x only in steps, beside x itself. */
const beside =
  (step: (x: tf.Tensor) => tf.Tensor): Check['f'] =>
  (x) =>
    tf.add(tf.mul(tf.cast(step(x), 'float32'), 2), x);

function products(): Record<string, Check> {
  const checks: Record<string, Check> = {};
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const f: Check['f'] = (a, b) => tf.matMul(a, b, transposeA, transposeB);
      const a = transposeA ? [3, 2] : [2, 3];
      const b = transposeB ? [4, 3] : [3, 4];
      const how = `(${transposeA ? 'aᵀ' : 'a'}, ${transposeB ? 'bᵀ' : 'b'})`;
      checks[`${how} of matrices`] = check(f, random(a), random(b));
      checks[`${how} of batches`] = check(f, random([2, ...a]), random([2, ...b]));
      checks[`${how} with a broadcast over the batch`] = check(f, random(a), random([2, ...b]));
      checks[`${how} with b broadcast over the batch`] = check(f, random([2, ...a]), random(b));
      // Broadcast on both sides at once is wrong in the cpu kernel of tfjs 4.22 itself, before any derivative.
    }
  }
  return checks;
}

/** Distinct values, so that h does not change which is the largest. */
const RANKED = fixed([2, 3, 2], [3, -1, 0.5, 2, -2, 1, 0, 4, 2.5, -3, 1.5, -0.5]);

function reductions(f: (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor) {
  const checks: Record<string, Check> = {};
  for (const axis of [undefined, 0, 1, 2, -1, [0, 2], [1, 2], [0, 1, 2]]) {
    for (const keepDims of [false, true]) {
      checks[`over ${JSON.stringify(axis) ?? 'all axes'}${keepDims ? ', kept' : ''}`] = check(
        (x) => f(x, axis, keepDims),
        RANKED,
      );
    }
  }
  return checks;
}

const CHECKS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  Add: binaries((a, b) => tf.add(a, b)),
  Sub: binaries((a, b) => tf.sub(a, b)),
  Multiply: binaries((a, b) => tf.mul(a, b)),
  RealDiv: binaries((a, b) => tf.div(a, b), 0.6, 2),
  Pow: {
    ...binaries((a, b) => tf.pow(a, b), 0.5, 2),
    'of negative numbers to whole powers': check(
      (a) => tf.pow(a, tf.tensor1d([2, 3, 1, 0])),
      fixed([4], [-1.5, -0.5, -2, -1]),
    ),
    'of zero': check((a) => tf.pow(a, tf.tensor1d([2, 1, 0])), fixed([3], [0, 0, 0])),
  },
  SquaredDifference: binaries((a, b) => tf.squaredDifference(a, b)),
  Maximum: binaries((a, b) => tf.maximum(a, b)),
  Minimum: binaries((a, b) => tf.minimum(a, b)),
  Neg: unary((x) => tf.neg(x)),
  Abs: unary((x) => tf.abs(x)),
  Square: unary((x) => tf.square(x)),
  Sqrt: unary((x) => tf.sqrt(x), POSITIVE),
  Rsqrt: unary((x) => tf.rsqrt(x), fixed([3], [0.8, 1.5, 3])),
  Reciprocal: unary((x) => tf.reciprocal(x), fixed([3], [-0.9, 0.8, 2])),
  Exp: unary((x) => tf.exp(x)),
  Expm1: unary((x) => tf.expm1(x)),
  Log: unary((x) => tf.log(x), POSITIVE),
  Log1p: unary((x) => tf.log1p(x), POSITIVE),
  Sin: unary((x) => tf.sin(x)),
  Cos: unary((x) => tf.cos(x)),
  Tanh: unary((x) => tf.tanh(x)),
  Sigmoid: unary((x) => tf.sigmoid(x)),
  Softplus: unary((x) => tf.softplus(x)),
  Relu: unary((x) => tf.relu(x)),
  Relu6: unary((x) => tf.relu6(x), fixed([4], [-1, 2, 5.5, 7])),
  Elu: unary((x) => tf.elu(x)),
  Erf: unary((x) => tf.erf(x)),
  ClipByValue: unary((x) => tf.clipByValue(x, -1, 0.5)),
  Sign: unary(beside((x) => tf.sign(x))),
  Step: {
    ...unary(beside((x) => tf.step(x))),
    'with a slope': check(
      beside((x) => tf.step(x, 0.5)),
      POSITIVE,
    ),
  },
  Floor: unary(beside((x) => tf.floor(x))),
  Ceil: unary(beside((x) => tf.ceil(x))),
  Round: unary(beside((x) => tf.round(x))),
  OnesLike: unary(beside((x) => tf.onesLike(x))),
  ZerosLike: unary(beside((x) => tf.zerosLike(x))),
  ArgMax: {
    'over the last axis': check(
      (x) => tf.add(tf.cast(tf.argMax(x, 2), 'float32'), tf.sum(x, 2)),
      RANKED,
    ),
  },
  ArgMin: {
    'over the first axis': check(
      (x) => tf.add(tf.cast(tf.argMin(x, 0), 'float32'), tf.sum(x, 0)),
      RANKED,
    ),
  },
  IsNan: unary(beside((x) => tf.isNaN(x))),
  IsFinite: unary(beside((x) => tf.isFinite(x))),
  OneHot: {
    'of whole numbers made from the input': check(
      (x) =>
        tf.mul(
          tf.cast(tf.oneHot(tf.cast(x, 'int32') as tf.Tensor1D, 4), 'float32'),
          tf.reshape(x, [3, 1]),
        ),
      fixed([3], [0.5, 2.5, 1.5]),
    ),
  },
  Equal: comparison((a, b) => tf.equal(a, b)),
  NotEqual: comparison((a, b) => tf.notEqual(a, b)),
  Greater: comparison((a, b) => tf.greater(a, b)),
  GreaterEqual: comparison((a, b) => tf.greaterEqual(a, b)),
  Less: comparison((a, b) => tf.less(a, b)),
  LessEqual: comparison((a, b) => tf.lessEqual(a, b)),
  LogicalAnd: unary(beside((x) => tf.logicalAnd(tf.greater(x, 0), tf.less(x, 1)))),
  LogicalOr: unary(beside((x) => tf.logicalOr(tf.greater(x, 1), tf.less(x, -1)))),
  LogicalNot: unary(beside((x) => tf.logicalNot(tf.greater(x, 0)))),
  Select: {
    'by a condition': check(
      (a, b) => tf.where(tf.tensor2d([1, 0, 0, 1, 1, 0], [2, 3], 'bool'), a, b),
      random([2, 3]),
      random([2, 3]),
    ),
    'by a condition on the input itself': check(
      (x, y) => tf.where(tf.greater(x, 0), tf.square(x), y),
      SIDES,
      random([2, 3]),
    ),
    'with both branches broadcast': check(
      (a, b) => tf.where(tf.tensor2d([1, 0, 0, 1, 1, 0], [2, 3], 'bool'), a, b),
      random([3]),
      random([]),
    ),
    'with the condition as an input': check(
      (c, a) => tf.where(c, a, tf.square(a)),
      truths([3], [1, 0, 1]),
      random([3]),
    ),
  },
  BatchMatMul: products(),
  Sum: reductions((x, axis, keepDims) => tf.sum(x, axis, keepDims)),
  Mean: reductions((x, axis, keepDims) => tf.mean(x, axis, keepDims)),
  Max: reductions((x, axis, keepDims) => tf.max(x, axis, keepDims)),
  Min: reductions((x, axis, keepDims) => tf.min(x, axis, keepDims)),
  Softmax: unary((x) => tf.softmax(x)),
  Identity: unary((x) => tf.clone(x)),
  Cast: {
    'from whole numbers to float32': check(
      (i, x) => tf.mul(tf.cast(i, 'float32'), x),
      whole([3], [1, -2, 3]),
      random([3]),
    ),
    'to whole numbers, a step': check(
      (x) => tf.add(tf.cast(tf.cast(x, 'int32'), 'float32'), x),
      SIDES,
    ),
    'to truths, a step': check((x) => tf.add(tf.cast(tf.cast(x, 'bool'), 'float32'), x), SIDES),
    'to float32 itself': check((x) => tf.cast(x, 'float32'), SIDES),
  },
  Reshape: unary((x) => tf.square(tf.reshape(x, [3, 2]))),
  ExpandDims: {
    'at the front': check((x) => tf.expandDims(x, 0), SIDES),
    'at the end': check((x) => tf.expandDims(x, -1), SIDES),
  },
  Transpose: {
    'of a matrix': check((x) => tf.transpose(x), SIDES),
    'of three axes, round': check((x) => tf.transpose(x, [2, 0, 1]), RANKED),
    'of three axes, the other way round': check((x) => tf.transpose(x, [1, 2, 0]), RANKED),
    'of three axes, two swapped': check((x) => tf.transpose(x, [0, 2, 1]), RANKED),
  },
  Tile: {
    'along one axis': check((x) => tf.tile(x, [1, 3]), SIDES),
    'along all axes': check((x) => tf.tile(x, [2, 1, 3]), RANKED),
    'of a vector': check((x) => tf.tile(x, [4]), random([3])),
  },
  Slice: {
    'of the middle': check((x) => tf.slice(x, [0, 1, 0], [2, 1, 2]), RANKED),
    'to the end': check((x) => tf.slice(x, [1, 1], [-1, -1]), RANKED),
    'of a row': check((x) => tf.slice(x, 1, 1), SIDES),
  },
  PadV2: {
    'with zeros': check(
      (x) =>
        tf.pad(x, [
          [1, 0],
          [0, 2],
        ]),
      SIDES,
    ),
    'with a number': check(
      (x) =>
        tf.pad(
          x,
          [
            [0, 1],
            [2, 1],
          ],
          5,
        ),
      SIDES,
    ),
  },
  Concat: {
    'of uneven parts along the first axis': check(
      (a, b, c) => tf.concat([a, b, c], 0),
      random([1, 2]),
      random([3, 2]),
      random([2, 2]),
    ),
    'of uneven parts along the last axis': check(
      (a, b) => tf.concat([a, b], -1),
      random([2, 1]),
      random([2, 3]),
    ),
    'of three axes along the middle one': check(
      (a, b) => tf.concat([a, b], 1),
      random([2, 1, 2]),
      random([2, 2, 2]),
    ),
    'of one tensor twice': check((a) => tf.concat([a, tf.square(a)], 0), random([2, 2])),
  },
  Pack: {
    'along the first axis': check(
      (a, b, c) => tf.stack([a, b, c]),
      random([2, 2]),
      random([2, 2]),
      random([2, 2]),
    ),
    'along the last axis': check((a, b) => tf.stack([a, b], -1), random([2, 3]), random([2, 3])),
    'along a middle axis': check((a, b) => tf.stack([a, b], 1), random([2, 3]), random([2, 3])),
    'of scalars': check((a, b) => tf.stack([a, b]), random([]), random([])),
  },
  GatherV2: Object.fromEntries(
    [0, 1, 2, -1].flatMap((axis) => [
      [
        `of some, some twice, on axis ${axis}`,
        check((x) => tf.gather(x, tf.tensor1d([1, 0, 1], 'int32'), axis), RANKED),
      ],
      [
        `by a matrix of indices on axis ${axis}`,
        check(
          (x) =>
            tf.gather(
              x,
              tf.tensor2d(
                [
                  [1, 0],
                  [0, 0],
                ],
                [2, 2],
                'int32',
              ),
              axis,
            ),
          RANKED,
        ),
      ],
    ]),
  ),
};

const tensorOf = ({ values, shape, dtype }: Input) => tf.tensor([...values], [...shape], dtype);

/** Σ weights · f(inputs): the weights make every output count differently. */
function weighted(f: Check['f']): Check['f'] {
  return (...inputs) => {
    const y = tf.cast(f(...inputs), 'float32');
    return tf.sum(tf.mul(y, tf.tensor(uniform(999, y.size, 0.5, 1.5), y.shape)));
  };
}

function finiteDifferences({ f, inputs }: Check, which: number): number[] {
  const at = (index: number, h: number) =>
    tf.tidy(
      () =>
        weighted(f)(
          ...inputs.map((input, j) =>
            tensorOf(
              j === which
                ? {
                    ...input,
                    values: input.values.map((value, i) => (i === index ? value + h : value)),
                  }
                : input,
            ),
          ),
        ).dataSync()[0],
    );
  return inputs[which].values.map((_, index) => (at(index, H) - at(index, -H)) / (2 * H));
}

describe('GRADIENTS', () => {
  it('has a check in this file for every entry, and no check is left over', () => {
    expect(Object.keys(CHECKS).sort()).toEqual(Object.keys(GRADIENTS).sort());
  });

  it('is registered with TensorFlow.js', () => {
    for (const kernel of Object.keys(GRADIENTS)) expect(tf.getGradient(kernel)).toBeDefined();
  });
});

const table = Object.entries(CHECKS).flatMap(([kernel, checks]) =>
  Object.entries(checks).map(([how, each]) => [kernel, how, each] as const),
);

describe('The derivative of a kernel is that of finite differences', () => {
  it.each(table)('%s %s', (kernel, _how, each) => {
    const derivative = jest.spyOn(tf.getGradient(kernel), 'gradFunc');
    const float = each.inputs.flatMap(({ dtype }, index) => (dtype === 'float32' ? [index] : []));
    const gradients = tf.tidy(() => {
      const tensors = each.inputs.map(tensorOf);
      const f = weighted(each.f);
      const moving = float.map((index) => tensors[index]);
      const g = tf.grads((...values) =>
        f(...tensors.map((tensor, index) => values[float.indexOf(index)] ?? tensor)),
      );
      return g(moving).map((gradient, i) => {
        expect(gradient.shape).toEqual(moving[i].shape);
        return [...gradient.dataSync()];
      });
    });
    expect(derivative).toHaveBeenCalled();
    derivative.mockRestore();
    float.forEach((index, i) => {
      const expected = finiteDifferences(each, index);
      gradients[i].forEach((got, n) => {
        const room = ROOM.absolute + ROOM.relative * Math.abs(expected[n]);
        if (!(Math.abs(got - expected[n]) <= room)) {
          throw new Error(`Input ${index}, number ${n}: got ${got}, expected ${expected[n]}.`);
        }
      });
    });
  });
});

describe('Where a derivative does not exist', () => {
  const slope = (f: Check['f'], ...values: number[]) =>
    tf.tidy(() =>
      tf
        .grads(f)(values.map((value) => tf.scalar(value)))
        .map((each) => each.dataSync()[0]),
    );

  it('equal largest ones share it', () => {
    const share = (f: (x: tf.Tensor) => tf.Tensor, values: number[][]) =>
      tf.tidy(() => tf.grad(f)(tf.tensor2d(values)).arraySync());
    expect(
      share(
        (x) => tf.max(x, 1),
        [
          [1, 3, 3],
          [2, 2, 2],
        ],
      ),
    ).toEqual([
      [0, 0.5, 0.5],
      [Math.fround(1 / 3), Math.fround(1 / 3), Math.fround(1 / 3)],
    ]);
    expect(
      share(
        (x) => tf.min(x),
        [
          [1, 1],
          [3, 4],
        ],
      ),
    ).toEqual([
      [0.5, 0.5],
      [0, 0],
    ]);
  });

  it('of maximum(a, a) and minimum(a, a) all of it goes to the first', () => {
    expect(slope((a, b) => tf.maximum(a, b), 2, 2)).toEqual([1, 0]);
    expect(slope((a, b) => tf.minimum(a, b), 2, 2)).toEqual([1, 0]);
  });

  it('relu and abs have 0 at 0, clipByValue 1 at its ends', () => {
    expect(slope((x) => tf.relu(x), 0)).toEqual([0]);
    expect(slope((x) => tf.abs(x), 0)).toEqual([0]);
    expect(slope((x) => tf.clipByValue(x, -1, 1), 1)).toEqual([1]);
    expect(slope((x) => tf.clipByValue(x, -1, 1), -1)).toEqual([1]);
  });

  it('a power has no NaN with respect to its exponent at 0', () => {
    expect(slope((a, b) => tf.pow(a, b), 0, 2)).toEqual([0, 0]);
  });
});

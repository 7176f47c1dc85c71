import {
  defineElementwise,
  defineInitializer,
  defineLayer,
  defineLoss,
  defineMetric,
  seededRng,
  tf,
} from '../src/index.ts';

/** One float32 rounding of each of three operations. */
const FLOAT32 = 5;

describe('defineElementwise', () => {
  const cube = defineElementwise({
    kind: 'cube',
    config: {},
    forward: (k, x) => k.mul(x, k.square(x)),
    backward: (k, _y, dy, x) => k.mul(dy, k.mul(3, k.square(x))),
  });

  it("gives the rule's values on tensors", () => {
    expect([...cube.call(tf.tensor1d([-2, 0.5])).dataSync()]).toEqual([-8, 0.125]);
  });

  it("takes the rule's own derivative, which sees x, y and dy", () => {
    const odd = defineElementwise({
      kind: 'odd',
      config: {},
      forward: (k, x) => k.add(x, 1),
      backward: (k, y, dy, x) => k.add(k.mul(y, 100), k.add(k.mul(dy, 10), x)),
    });
    // x = 2, y = 3, dy = 1: 300 + 10 + 2.
    const gradient = tf.grad((x) => odd.call(x))(tf.tensor1d([2]));
    expect([...gradient.dataSync()]).toEqual([312]);
    expect(
      tf
        .grad((x) => cube.call(x))(tf.scalar(2))
        .dataSync()[0],
    ).toBeCloseTo(12, FLOAT32);
  });
});

describe('defineInitializer', () => {
  const First = (seed?: number) =>
    defineInitializer({
      kind: 'First',
      config: { seed },
      sampler: (shape, rng) => {
        let next = shape.length;
        return () => (next++ === shape.length ? rng.uniform() : next);
      },
    });

  it('calls the sampler once for a weight and its result once for each value', () => {
    const values = First().call([2, 2], seededRng(1));
    expect([...values]).toEqual([Math.fround(seededRng(1).uniform()), 4, 5, 6]);
    expect(values).toBeInstanceOf(Float32Array);
  });

  it("with a seed draws from it, not from the model's generator", () => {
    expect(First(5).call([1], seededRng(1))).toEqual(First(5).call([1], seededRng(2)));
    expect(First().call([1], seededRng(1))).not.toEqual(First().call([1], seededRng(2)));
  });

  it('makes one value for a scalar', () => {
    expect(First().call([], seededRng(1))).toHaveLength(1);
  });
});

describe('defineLayer', () => {
  const layer = (config: { name?: string; trainable?: boolean }) =>
    defineLayer({
      kind: 'Same',
      config,
      plan: (input) => ({ output: input, weights: [] }),
      call: (x) => x,
    });

  it('takes name and trainable from the options, and is trainable without them', () => {
    expect(layer({ name: 'a', trainable: false })).toMatchObject({ name: 'a', trainable: false });
    expect(layer({})).toMatchObject({ name: undefined, trainable: true });
  });
});

describe('defineLoss and defineMetric', () => {
  it('take name and reduction from the options', () => {
    const loss = defineLoss({
      kind: 'Zero',
      config: { name: 'zero', reduction: 'sum' },
      checkTargets: () => {},
      call: (yTrue) => tf.zerosLike(yTrue),
    });
    expect([loss.name, loss.reduction, loss.type]).toEqual(['zero', 'sum', 'loss']);
  });

  it('let a metric add its statistics, or combine them in its own way', () => {
    const common = {
      kind: 'Any',
      config: { name: 'any' },
      measure: () => tf.tensor1d([1]),
      result: ([first]: readonly number[]) => first,
    };
    expect(defineMetric(common).combine([1, 2], [10, 20])).toEqual([11, 22]);
    const largest = defineMetric({ ...common, combine: ([a], [b]) => [Math.max(a, b)] });
    expect(largest.combine([3], [2])).toEqual([3]);
  });
});

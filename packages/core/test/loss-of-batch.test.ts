import { defineLoss, lossOfBatch, OptionError, ShapeError, tf, valuesOf } from '../src/index.ts';

const config = { reduction: 'sum_over_batch_size', name: 'own' } as const;

/** A loss that gives what it is told to. */
const Giving = (given: unknown, over?: 'batch') =>
  defineLoss({ kind: 'Own', config, over, checkTargets: () => {}, call: () => given as tf.Tensor });

const valuesFor = (given: unknown, output: number[], over?: 'batch') =>
  tf.tidy(() => valuesOf(Giving(given, over), tf.zeros(output), tf.zeros(output)).shape);

describe('A loss with a value for each example', () => {
  it.each([
    ['each example', [4], [4, 3]],
    ['each example, kept as a column', [4, 1], [4, 3]],
    ['each output', [4, 3], [4, 3]],
    ['each position', [4, 2], [4, 2, 3]],
    ['each position, along another axis', [4, 3], [4, 2, 3]],
    ['each picture', [4], [4, 2, 2, 3]],
    ['each number, for outputs without axes', [4], [4]],
  ])('may give one for %s', (_what, values, output) => {
    expect(valuesFor(tf.zeros(values), output)).toEqual(values);
  });

  it('is refused with what to do when it reduces by itself', () => {
    const reduced = () => valuesFor(tf.scalar(1), [4, 3]);
    expect(reduced).toThrow(ShapeError);
    expect(reduced).toThrow(
      "Own: call must give one value for each of the 4 examples, the shape [4], got the shape [] for outputs of the shape [3]. Do not average over the batch: tf.mean(…, -1) averages over the outputs alone. A loss that only the whole batch has is declared with over: 'batch'.",
    );
  });

  it.each([
    ['is averaged over the batch', [3], [4, 3]],
    ['pairs each with each', [4, 4], [4, 1]],
    ['is of one number', [1], [4, 3]],
    ['has more axes than the outputs', [4, 1, 1], [4, 3]],
    ['has the axes in another order', [4, 3, 2], [4, 2, 3]],
  ])('is refused when it %s', (_what, values, output) => {
    expect(() => valuesFor(tf.zeros(values), output)).toThrow(
      `Own: call must give one value for each of the 4 examples, the shape [4], got the shape [${values.join(', ')}]`,
    );
  });

  it.each([[undefined], [3], [[1, 2]]])('is refused when it gives %j', (given) => {
    expect(() => valuesFor(given, [2, 1])).toThrow('Own: call must give a tensor, got');
  });
});

describe('A loss over the whole batch', () => {
  it('gives one number', () => {
    expect(valuesFor(tf.scalar(1), [4, 3], 'batch')).toEqual([]);
    for (const shape of [[4], [1]]) {
      expect(() => valuesFor(tf.zeros(shape), [4, 3], 'batch')).toThrow(
        `Own: with over: 'batch' call must give one number for the whole batch, a scalar, got the shape [${shape}].`,
      );
    }
  });

  // Keras 3.15 (JAX): losses.Dice(reduction=r)(y, p, sample_weight=[1, 2, 3]), whose value is 0.36363637.
  it.each([
    ['sum_over_batch_size', 0.72727275],
    ['mean', 0.72727275],
    ['sum', 2.1818182],
    ['mean_with_sample_weight', 0.36363637],
  ] as const)('has Keras’s weights with reduction %s', (reduction, expected) => {
    const loss = defineLoss({
      kind: 'Own',
      config: { reduction, name: 'own' },
      over: 'batch',
      checkTargets: () => {},
      call: () => tf.scalar(0.36363637),
    });
    const value = (weights: tf.Tensor | null) =>
      lossOfBatch(loss, tf.zeros([3, 2]), tf.zeros([3, 2]), weights).dataSync()[0];
    expect(value(tf.tensor1d([1, 2, 3]))).toBeCloseTo(expected, 6);
    expect(value(tf.tensor2d([[1], [2], [3]]))).toBeCloseTo(expected, 6);
    expect(value(null)).toBeCloseTo(0.36363637, 7);
  });

  it('has neither a mask nor a compiled form, which are about examples', () => {
    const own = { kind: 'Own', config, over: 'batch', checkTargets: () => {} } as const;
    const call = () => tf.scalar(0);
    const masked = () => defineLoss({ ...own, call, mask: () => null });
    expect(masked).toThrow(OptionError);
    expect(masked).toThrow(
      "Own: mask is about values of examples, which a loss with over: 'batch' has none of. Leave it out.",
    );
    expect(() => defineLoss({ ...own, call, lower: () => null })).toThrow('Own: lower is about');
    expect(() => defineLoss({ ...own, call, over: 'epoch' as never })).toThrow(
      'Own: over must be one of "examples", "batch", got "epoch".',
    );
  });
});

import '../../engine-tfjs/src/index.ts';
import {
  LabelError,
  type Loss,
  OptionError,
  resolveDescription,
  tf,
  toConfigJson,
} from '@tsuno/core';
import { expectClose } from '../../testing/src/index.ts';
import * as losses from '../src/index.ts';

const {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  compute,
  MeanSquaredError,
  SparseCategoricalCrossentropy,
} = losses;

const SCORES = [
  [1, 2, 0],
  [0, 0, 5],
];
const lossOf = (loss: Loss, yTrue: unknown, yPred: unknown = SCORES) =>
  tf.tidy(() => [
    ...compute(loss, tf.tensor(yTrue as number[]), tf.tensor(yPred as number[])).dataSync(),
  ]);
const gradientOf = (loss: Loss, yTrue: number[] | number[][], yPred: number[][]) =>
  tf.tidy(() => [
    ...tf
      .grad((p) => compute(loss, tf.tensor(yTrue), p))(tf.tensor2d(yPred))
      .dataSync(),
  ]);

/** One or two roundings. */
const FLOAT32 = { relative: 1e-6, absolute: 1e-7 };

describe('LogCosh', () => {
  it('keeps its digits where outputs are nearly right, and overflows nowhere', () => {
    // log cosh x = x²/2 − x⁴/12 + …, and |x| − log 2 far out; from 0 so that ŷ − y is x to the bit.
    const at = (x: number) => lossOf(losses.LogCosh(), [0], [[x]])[0];
    for (const x of [2 ** -12, 2 ** -8, -(2 ** -6)]) {
      expectClose([at(x)], [x ** 2 / 2 - x ** 4 / 12], { relative: 4e-7 });
    }
    for (const x of [0.25, -0.9, 1, 1.1, 3]) {
      expectClose([at(x)], [Math.log(Math.cosh(x))], { relative: 4e-7 });
    }
    expectClose([at(-1e30)], [1e30], { relative: 1e-7 });
  });
});

describe('A label that is no class', () => {
  const loss = SparseCategoricalCrossentropy({ fromLogits: true });

  it.each([
    [
      'too large',
      [0, 3],
      'SparseCategoricalCrossentropy: y[1] is 3, but the model has 3 outputs, so labels run from 0 to 2.',
    ],
    [
      'negative',
      [-1, 0],
      'SparseCategoricalCrossentropy: y[0] is -1, but the model has 3 outputs, so labels run from 0 to 2.',
    ],
    [
      'fractional',
      [0, 1.5],
      'SparseCategoricalCrossentropy: y[1] is 1.5, but labels are whole numbers.',
    ],
    [
      'NaN',
      [0, Number.NaN],
      'SparseCategoricalCrossentropy: y[1] is NaN, but labels are whole numbers.',
    ],
  ])('is refused by name when it is %s', (_what, labels, message) => {
    expect(() => lossOf(loss, labels)).toThrow(LabelError);
    expect(() => lossOf(loss, labels)).toThrow(message);
    // In a column the place is the same.
    expect(() =>
      lossOf(
        loss,
        labels.map((label) => [label]),
      ),
    ).toThrow(message);
  });

  it('is refused with the place of its position where an example has several', () => {
    const yPred = [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2],
        [3, 4],
      ],
    ];
    expect(() =>
      lossOf(
        loss,
        [
          [0, 1],
          [1, 2],
        ],
        yPred,
      ),
    ).toThrow('y[1][1] is 2, but the model has 2 outputs, so labels run from 0 to 1.');
  });

  it('is refused with a hint at BinaryCrossentropy when there is one output', () => {
    expect(() => lossOf(loss, [0, 1], [[0.5], [0.5]])).toThrow(
      'y[1] is 1, but the model has 1 output, so labels run from 0 to 0. For two classes with one output use BinaryCrossentropy.',
    );
  });
});

describe('Targets of another form', () => {
  it('one-hot for a sparse loss are told where they belong', () => {
    expect(() =>
      lossOf(SparseCategoricalCrossentropy(), [
        [1, 0, 0],
        [0, 0, 1],
      ]),
    ).toThrow(
      'SparseCategoricalCrossentropy: each target must be a class number, of shape [], got [3]. One-hot targets belong to CategoricalCrossentropy; class numbers are made from them with argmax.',
    );
  });

  it.each([
    ['[n]', [0, 2], '[]'],
    ['[n, 1]', [[0], [2]], '[1]'],
  ])('class numbers %s for a one-hot loss are told where they belong', (_what, labels, shape) => {
    expect(() => lossOf(CategoricalCrossentropy(), labels)).toThrow(
      `CategoricalCrossentropy: each target must have the shape of an output, [3], got ${shape}. Class numbers belong to SparseCategoricalCrossentropy.`,
    );
  });

  it('class numbers for a binary loss over several outputs are told where they belong', () => {
    expect(() => lossOf(BinaryCrossentropy(), [0, 1])).toThrow(
      'BinaryCrossentropy: each target must have the shape of an output, [3], got []. Class numbers with an output for each class belong to SparseCategoricalCrossentropy.',
    );
  });

  it('numbers outside [0, 1] for a cross-entropy are named', () => {
    expect(() =>
      lossOf(CategoricalCrossentropy(), [
        [0, 1, 0],
        [0, 0, 2],
      ]),
    ).toThrow('CategoricalCrossentropy: y[1][2] is 2, but targets run from 0 to 1.');
    expect(() => lossOf(BinaryCrossentropy(), [0, -1], [[0.5], [0.5]])).toThrow(
      'BinaryCrossentropy: y[1] is -1, but targets run from 0 to 1.',
    );
    expect(() => lossOf(BinaryCrossentropy(), [0, Number.NaN], [[0.5], [0.5]])).toThrow(
      'BinaryCrossentropy: y[1] is NaN, but targets run from 0 to 1.',
    );
  });

  it('another number of columns for a regression is refused', () => {
    expect(() =>
      lossOf(MeanSquaredError(), [
        [1, 2],
        [3, 4],
      ]),
    ).toThrow('MeanSquaredError: each target must have the shape of an output, [3], got [2].');
  });
});

describe('SparseCategoricalCrossentropy', () => {
  it('takes labels as int32, float32 and bool, in a row or a column', () => {
    const loss = SparseCategoricalCrossentropy({ fromLogits: true });
    const yPred = tf.tensor2d([
      [1, 2],
      [0, 3],
    ]);
    const values = [
      tf.tensor1d([1, 0], 'int32'),
      tf.tensor1d([1, 0]),
      tf.tensor1d([true, false], 'bool'),
      tf.tensor2d([[1], [0]]),
    ].map((yTrue) => compute(loss, yTrue, yPred).dataSync()[0]);
    // By hand: log(1 + e⁻¹) and log(1 + e³).
    expectClose([values[0]], [(Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(3))) / 2], FLOAT32);
    expect(new Set(values).size).toBe(1);
  });

  it('stays finite for scores of any size, with the gradient softmax − one-hot', () => {
    const loss = SparseCategoricalCrossentropy({ fromLogits: true });
    expect(lossOf(loss, [1], [[1e4, -1e4]])).toEqual([2e4]);
    expect(gradientOf(loss, [1], [[1e4, -1e4]])).toEqual([1, -1]);
  });

  it('of probabilities divides by their sum', () => {
    expectClose(lossOf(SparseCategoricalCrossentropy(), [1], [[2, 6]]), [-Math.log(0.75)], FLOAT32);
  });
});

describe('CategoricalCrossentropy', () => {
  it('with class numbers made one-hot equals the sparse one', () => {
    const oneHot = [
      [0, 1, 0],
      [0, 0, 1],
    ];
    for (const fromLogits of [true, false]) {
      const yPred = fromLogits
        ? SCORES
        : [
            [0.1, 0.7, 0.2],
            [0.3, 0.3, 0.4],
          ];
      expectClose(
        lossOf(CategoricalCrossentropy({ fromLogits }), oneHot, yPred),
        lossOf(SparseCategoricalCrossentropy({ fromLogits }), [1, 2], yPred),
        FLOAT32,
      );
    }
  });

  it('spreads labelSmoothing evenly over the classes', () => {
    const smoothed = lossOf(
      CategoricalCrossentropy({ labelSmoothing: 0.3 }),
      [[0, 1, 0]],
      [[0.1, 0.7, 0.2]],
    );
    const byHand = -(0.1 * Math.log(0.1) + 0.8 * Math.log(0.7) + 0.1 * Math.log(0.2));
    expectClose(smoothed, [byHand], FLOAT32);
  });
});

describe('BinaryCrossentropy', () => {
  it('has the gradient (sigmoid(z) − y)/n from logits, at 0 as elsewhere', () => {
    const loss = BinaryCrossentropy({ fromLogits: true });
    const scores = [-100, -2, 0, 0, 2, 100];
    const targets = [0, 1, 0, 1, 0, 1];
    const expected = scores.map((z, i) => (1 / (1 + Math.exp(-z)) - targets[i]) / scores.length);
    expectClose(
      gradientOf(
        loss,
        targets,
        scores.map((z) => [z]),
      ),
      expected,
      FLOAT32,
    );
  });

  it('from logits is finite for scores of any size', () => {
    expect(lossOf(BinaryCrossentropy({ fromLogits: true }), [0, 1], [[1e4], [1e4]])).toEqual([5e3]);
  });

  it('of probabilities 0 and 1 is finite: they are kept within [10⁻⁷, 1 − 10⁻⁷]', () => {
    const [wrong] = lossOf(BinaryCrossentropy(), [0, 1], [[1], [0]]);
    // In float32 1 − 10⁻⁷ is 1 − 2⁻²³.
    expectClose([wrong], [(Math.log(1e7) + 23 * Math.LN2) / 2], { relative: 1e-6 });
    expectClose(lossOf(BinaryCrossentropy(), [0, 1], [[0], [1]]), [1.1e-7], { absolute: 3e-8 });
  });

  it('averages over the outputs of an example', () => {
    const [value] = lossOf(BinaryCrossentropy(), [[1, 0]], [[0.8, 0.4]]);
    expectClose([value], [-(Math.log(0.8) + Math.log(0.6)) / 2], FLOAT32);
  });
});

describe('MeanSquaredError', () => {
  it('has no ½, and averages over the outputs of an example', () => {
    expect(
      lossOf(
        MeanSquaredError(),
        [
          [1, 2],
          [0, 0],
        ],
        [
          [3, 2],
          [0, 4],
        ],
      ),
    ).toEqual([(2 + 8) / 2]);
    expectClose(gradientOf(MeanSquaredError(), [[1, 2]], [[3, 2]]), [2, 0], FLOAT32);
  });

  it('pairs targets [n] with outputs [n, 1] one to one, rather than each with each', () => {
    expect(lossOf(MeanSquaredError(), [1, 2], [[1], [4]])).toEqual([2]);
    expect(lossOf(MeanSquaredError(), [[1], [2]], [[1], [4]])).toEqual([2]);
    expect(lossOf(MeanSquaredError(), [1, 2], [1, 4])).toEqual([2]);
  });
});

describe('A label to ignore', () => {
  const scores = [
    [1, 2, 0],
    [0, 0, 5],
    [3, 0, 0],
  ];
  const loss = SparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: -1 });

  it('counts neither in the sum nor in the number of values', () => {
    const [, second] = lossOf(
      SparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: -1, reduction: 'none' }),
      [-1, 1, -1],
      scores,
    );
    expectClose(lossOf(loss, [-1, 1, -1], scores), [second], FLOAT32);
    expect(lossOf(loss, [-1, -1, -1], scores)).toEqual([0]);
  });

  it('teaches nothing', () => {
    const gradient = gradientOf(loss, [-1, 2, -1], scores);
    expect(gradient.slice(0, 3)).toEqual([0, 0, 0]);
    expect(gradient.slice(6)).toEqual([0, 0, 0]);
    expect(gradient[5]).toBeLessThan(0);
  });

  it('is the one label out of range that is taken', () => {
    expect(() => lossOf(loss, [-1, -2, 0], scores)).toThrow(
      'y[1] is -2, but the model has 3 outputs',
    );
    expect(() => lossOf(loss, [-1, 3, 0], scores)).toThrow(
      'y[1] is 3, but the model has 3 outputs',
    );
  });

  it('must be a whole number', () => {
    expect(() => SparseCategoricalCrossentropy({ ignoreClass: 0.5 })).toThrow(
      'SparseCategoricalCrossentropy: ignoreClass must be a whole number, got 0.5.',
    );
  });

  it('has no compiled form', () => {
    expect(loss.lower?.([3])).toBeNull();
    expect(SparseCategoricalCrossentropy().lower?.([3])).not.toBeNull();
  });
});

describe('An axis', () => {
  it('is not the batch', () => {
    expect(() => CategoricalCrossentropy({ axis: 0 })).toThrow(
      'CategoricalCrossentropy: axis must be a whole number other than 0, which is the batch, such as -1 for the last axis, got 0.',
    );
  });

  it('is one that the outputs have', () => {
    expect(() => lossOf(BinaryCrossentropy({ axis: 2 }), [[1, 0, 1]], [[0.1, 0.2, 0.3]])).toThrow(
      'BinaryCrossentropy: axis 2 does not exist in outputs with 2 axes; 0 is the batch, so it can be 1 to 1, or -1 for the last.',
    );
  });

  it('1 is the last of two', () => {
    const [y, p] = [[[0, 1, 0]], [[0.2, 0.5, 0.3]]];
    expect(lossOf(CategoricalCrossentropy({ axis: 1 }), y, p)).toEqual(
      lossOf(CategoricalCrossentropy(), y, p),
    );
    expect(BinaryCrossentropy({ axis: 1 }).lower?.([3])).not.toBeNull();
    expect(BinaryCrossentropy({ axis: 1 }).lower?.([2, 3])).toBeNull();
  });
});

describe('Hinge losses', () => {
  it.each([losses.Hinge, losses.SquaredHinge])('%p take 0 and −1 for the same side', (factory) => {
    const outputs = [[0.5], [0.5], [-3]];
    expect(lossOf(factory(), [1, 0, 0], outputs)).toEqual(lossOf(factory(), [1, -1, -1], outputs));
  });

  it('have no slope where the margin is kept, half of it on the margin', () => {
    expect(gradientOf(losses.Hinge({ reduction: 'sum' }), [1, 1, 1], [[2], [1], [0]])).toEqual([
      -0, -0.5, -1,
    ]);
  });

  it('refuse other targets, and both kinds at once', () => {
    expect(() => lossOf(losses.Hinge(), [1, 2], [[0], [0]])).toThrow(
      'Hinge: y[1] is 2, but targets are 0 or 1, or -1 or 1.',
    );
    expect(() => lossOf(losses.SquaredHinge(), [1, 0, -1], [[0], [0], [0]])).toThrow(
      'SquaredHinge: y[1] is 0 and y[2] is -1, but only one of them can stand for the negative side.',
    );
  });
});

describe('Focal losses', () => {
  it('with gamma 0 are cross-entropies', () => {
    const [y, p] = [[[1, 0]], [[0.8, 0.4]]];
    expectClose(
      lossOf(losses.BinaryFocalCrossentropy({ gamma: 0 }), y, p),
      lossOf(BinaryCrossentropy(), y, p),
      FLOAT32,
    );
    expectClose(
      lossOf(losses.CategoricalFocalCrossentropy({ gamma: 0, alpha: 1 }), y, p),
      lossOf(CategoricalCrossentropy(), y, p),
      FLOAT32,
    );
  });

  it('have finite slopes where an output is exactly right, also for gamma below 1', () => {
    for (const gamma of [0, 0.3, 0.5, 1, 2]) {
      const loss = losses.BinaryFocalCrossentropy({ gamma });
      for (const slope of gradientOf(loss, [[1, 0]], [[1, 0]])) {
        expect(Number.isFinite(slope)).toBe(true);
      }
    }
  });

  it('want a weight for each class', () => {
    const loss = losses.CategoricalFocalCrossentropy({ alpha: [1, 2] });
    expect(() => lossOf(loss, [[1, 0, 0]], [[0.5, 0.2, 0.3]])).toThrow(
      'CategoricalFocalCrossentropy: alpha has 2 weights, but there are 3 classes.',
    );
  });
});

describe('CosineSimilarity', () => {
  it('of a vector of zeros is 0, with a finite slope', () => {
    const loss = losses.CosineSimilarity();
    expect(lossOf(loss, [[1, 2]], [[0, 0]])).toEqual([0]);
    for (const slope of gradientOf(loss, [[1, 2]], [[0, 0]])) {
      expect(Number.isFinite(slope)).toBe(true);
    }
  });
});

describe('Targets that would train on nonsense', () => {
  it.each([
    ['KLDivergence', losses.KLDivergence(), [[0.5, 2]], 'targets run from 0 to 1.'],
    ['Poisson', losses.Poisson(), [[1, -1]], 'targets run from 0 on.'],
    [
      'MeanSquaredLogarithmicError',
      losses.MeanSquaredLogarithmicError(),
      [[0, -1]],
      'targets run from 0 on.',
    ],
    ['CategoricalHinge', losses.CategoricalHinge(), [[1, -1]], 'targets run from 0 to 1.'],
  ])('are refused by %s', (_name, loss, y, message) => {
    expect(() => lossOf(loss, y, [[0.5, 0.5]])).toThrow(LabelError);
    expect(() => lossOf(loss, y, [[0.5, 0.5]])).toThrow(message);
  });
});

describe('compute', () => {
  const loss = MeanSquaredError();
  const [yTrue, yPred] = [tf.tensor1d([1, 2]), tf.tensor2d([[1], [4]])];

  it('takes weights as a list or a tensor, [n] or [n, 1]', () => {
    for (const sampleWeight of [[1, 0.5], tf.tensor1d([1, 0.5]), tf.tensor2d([[1], [0.5]])]) {
      expect([...compute(loss, yTrue, yPred, { sampleWeight }).dataSync()]).toEqual([1]);
    }
  });

  it('takes a weight for each value', () => {
    const [y, p] = [
      tf.zeros([2, 2, 1]),
      tf.tensor3d([
        [[1], [2]],
        [[3], [4]],
      ]),
    ];
    const sampleWeight = tf.tensor2d([
      [1, 0],
      [0, 0.5],
    ]);
    expect([...compute(loss, y, p, { sampleWeight }).dataSync()]).toEqual([(1 + 8) / 4]);
    expect(() => compute(loss, y, p, { sampleWeight: tf.zeros([2, 3]) })).toThrow(
      'losses.compute: sampleWeight must have one weight for each of the 2 examples, got the shape [2, 3].',
    );
  });

  it('keeps one value for each example with reduction none', () => {
    const values = compute(MeanSquaredError({ reduction: 'none' }), yTrue, yPred);
    expect([...values.dataSync()]).toEqual([0, 4]);
  });

  it('leaves one tensor', () => {
    const before = tf.memory().numTensors;
    const value = compute(SparseCategoricalCrossentropy(), tf.zeros([2]), tf.ones([2, 3]), {
      sampleWeight: [1, 2],
    });
    value.dispose();
    // The two tensors of this test itself.
    expect(tf.memory().numTensors).toBe(before + 2);
  });

  it('refuses arrays, and options that are none', () => {
    const of = compute as (...given: unknown[]) => unknown;
    expect(() => of(loss, [1, 2], yPred)).toThrow(OptionError);
    expect(() => of(loss, [1, 2], yPred)).toThrow(
      'losses.compute: yTrue must be a tensor of a batch, such as tf.tensor2d([[1], [2]]), got [1, 2].',
    );
    expect(() => of(loss, yTrue, tf.scalar(1))).toThrow(
      'losses.compute: yPred must be a tensor of a batch, such as tf.tensor2d([[1], [2]]), got a tensor without axes.',
    );
    for (const options of [null, [1, 2], new Map(), { sampleWeights: [1, 2] }]) {
      expect(() => of(loss, yTrue, yPred, options)).toThrow(OptionError);
    }
    expect(() => of(loss, yTrue, yPred, { sampleWeight: 'no' })).toThrow(
      'losses.compute: sampleWeight must be a tensor or a list of numbers, got "no".',
    );
  });

  it('refuses what is no loss, and numbers of rows that differ', () => {
    expect(() => compute('mse' as unknown as Loss, yTrue, yPred)).toThrow(OptionError);
    expect(() => compute('mse' as unknown as Loss, yTrue, yPred)).toThrow(
      'losses.compute: the first argument must be a loss, such as losses.MeanSquaredError(), got "mse".',
    );
    expect(() => compute(loss, tf.zeros([3]), yPred)).toThrow(
      'losses.compute: there are 3 targets for 2 predictions.',
    );
    expect(() => compute(loss, yTrue, yPred, { sampleWeight: [1, 2, 3] })).toThrow(
      'losses.compute: sampleWeight must have one weight for each of the 2 examples, got the shape [3].',
    );
  });
});

describe('The names of losses', () => {
  const context = { who: 'compile', option: 'loss', type: 'loss' } as const;
  it.each([
    ['mse', 'MeanSquaredError'],
    ['MSE', 'MeanSquaredError'],
    ['mean_squared_error', 'MeanSquaredError'],
    ['bce', 'BinaryCrossentropy'],
    ['BCE', 'BinaryCrossentropy'],
    ['binary_crossentropy', 'BinaryCrossentropy'],
    ['categorical_crossentropy', 'CategoricalCrossentropy'],
    ['SparseCategoricalCrossentropy', 'SparseCategoricalCrossentropy'],
    ['mae', 'MeanAbsoluteError'],
    ['MAE', 'MeanAbsoluteError'],
    ['mape', 'MeanAbsolutePercentageError'],
    ['MAPE', 'MeanAbsolutePercentageError'],
    ['msle', 'MeanSquaredLogarithmicError'],
    ['MSLE', 'MeanSquaredLogarithmicError'],
    ['kld', 'KLDivergence'],
    ['KLD', 'KLDivergence'],
    ['kl_divergence', 'KLDivergence'],
    ['huber', 'Huber'],
    ['log_cosh', 'LogCosh'],
    ['logcosh', 'LogCosh'],
    ['cosine_similarity', 'CosineSimilarity'],
    ['categorical_hinge', 'CategoricalHinge'],
    ['binary_focal_crossentropy', 'BinaryFocalCrossentropy'],
    ['sparse_categorical_crossentropy', 'SparseCategoricalCrossentropy'],
  ])('%s stands for %s', (name, kind) => {
    expect(resolveDescription(losses, name, context).kind).toBe(kind);
  });

  it('do not include compute', () => {
    expect(() => resolveDescription(losses, 'compute', context)).toThrow(
      'compile: loss "compute" is not known.',
    );
  });

  it('are reported in snake case', () => {
    expect(BinaryCrossentropy().name).toBe('binary_crossentropy');
    expect(MeanSquaredError({ name: 'distance' }).name).toBe('distance');
  });
});

describe("A loss's config", () => {
  it('holds all options with the defaults filled in', () => {
    expect(toConfigJson(CategoricalCrossentropy({ labelSmoothing: 0.1 }))).toEqual({
      type: 'loss',
      kind: 'CategoricalCrossentropy',
      config: {
        fromLogits: false,
        labelSmoothing: 0.1,
        axis: -1,
        reduction: 'sum_over_batch_size',
        name: 'categorical_crossentropy',
      },
    });
  });

  it('makes the same loss again', () => {
    const { compute: _, ...factories } = losses;
    for (const factory of Object.values(factories)) {
      const made = factory({ reduction: 'sum', name: 'mine' });
      expect(toConfigJson(factory(made.config))).toEqual(toConfigJson(made));
      expect(made.kind).toBe(factory.name);
    }
  });

  it('says what the outputs are taken for', () => {
    expect(SparseCategoricalCrossentropy({ fromLogits: true }).expects).toBe('logits');
    expect(BinaryCrossentropy().expects).toBe('probabilities');
    expect(MeanSquaredError().expects).toBeUndefined();
  });

  it.each([
    [
      () => BinaryCrossentropy({ labelSmoothing: 1.1 }),
      'BinaryCrossentropy: labelSmoothing must be a number in [0, 1], got 1.1.',
    ],
    [
      () => SparseCategoricalCrossentropy({ fromLogits: 'yes' as never }),
      'SparseCategoricalCrossentropy: fromLogits must be true or false, got "yes".',
    ],
    [
      () => SparseCategoricalCrossentropy({ from_logits: true } as never),
      'SparseCategoricalCrossentropy: unknown option "from_logits". Did you mean "fromLogits"?',
    ],
    [
      () => MeanSquaredError({ reduction: 'avg' as never }),
      'MeanSquaredError: reduction must be one of "sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none", got "avg".',
    ],
    [
      () => MeanSquaredError({ name: '' }),
      'MeanSquaredError: name must be a non-empty string, got "".',
    ],
  ])('refuses what is no option', (make, message) => {
    expect(make).toThrow(message);
  });
});

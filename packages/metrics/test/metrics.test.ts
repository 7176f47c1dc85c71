import {
  LabelError,
  type Metric,
  OptionError,
  resolveDescription,
  tf,
  toConfigJson,
} from '@tsuno/core';
import { expectClose } from '../../testing/src/index.ts';
import * as metrics from '../src/index.ts';

const {
  accuracyFor,
  BinaryAccuracy,
  BinaryCrossentropy,
  CategoricalAccuracy,
  CategoricalCrossentropy,
  MeanSquaredError,
  SparseCategoricalAccuracy,
  SparseCategoricalCrossentropy,
} = metrics;

/** A few float32 roundings. */
const FLOAT32 = { relative: 1e-6, absolute: 1e-7 };

interface Batch {
  readonly yTrue: number[] | number[][];
  readonly yPred: number[][];
  readonly weights?: number[] | number[][];
}

/** The metric over all of these batches, as an engine computes it. */
function over(metric: Metric, batches: readonly Batch[]): number {
  const total = batches
    .map(({ yTrue, yPred, weights }) =>
      tf.tidy(() => {
        const sampleWeight = weights ? tf.tensor(weights) : null;
        return [...metric.measure(tf.tensor(yTrue), tf.tensor(yPred), sampleWeight).dataSync()];
      }),
    )
    .reduce<readonly number[]>((sum, batch) => metric.combine(sum, batch), [0, 0]);
  return metric.result(total);
}

describe('Over several batches', () => {
  it('a partial batch counts by its size', () => {
    // 2 of 3 right, then 0 of 1: 2/4, where the mean of the batches would be 1/3.
    const batches = [
      {
        yTrue: [0, 1, 1],
        yPred: [
          [2, 1],
          [0, 1],
          [1, 0],
        ],
      },
      { yTrue: [0], yPred: [[0, 1]] },
    ];
    expect(over(SparseCategoricalAccuracy(), batches)).toBe(0.5);
  });

  it('sample weights count: Σ v·w / Σ w', () => {
    const batches = [
      {
        yTrue: [0, 1, 1],
        yPred: [
          [2, 1],
          [0, 1],
          [1, 0],
        ],
        weights: [1, 0.5, 2],
      },
      { yTrue: [0], yPred: [[0, 1]], weights: [0.5] },
    ];
    expect(over(SparseCategoricalAccuracy(), batches)).toBe(1.5 / 4);
    const column = batches.map((batch) => ({ ...batch, weights: batch.weights.map((w) => [w]) }));
    expect(over(SparseCategoricalAccuracy(), column)).toBe(1.5 / 4);
  });

  it('gives 0 before the first batch, and where all weights are 0', () => {
    expect(over(MeanSquaredError(), [])).toBe(0);
    expect(over(MeanSquaredError(), [{ yTrue: [[1]], yPred: [[3]], weights: [0] }])).toBe(0);
  });

  it('a weight counts for each of the positions of its example', () => {
    // Two examples of two positions; the first example is right once, the second twice.
    const yPred = [
      [
        [9, 0],
        [9, 0],
      ],
      [
        [9, 0],
        [0, 9],
      ],
    ] as unknown as number[][];
    const batch = {
      yTrue: [
        [0, 1],
        [0, 1],
      ],
      yPred,
      weights: [3, 1],
    };
    expect(over(SparseCategoricalAccuracy(), [batch])).toBe((3 + 2) / 8);
  });
});

describe('SparseCategoricalAccuracy', () => {
  it('takes labels [n] and [n, 1]', () => {
    const yPred = [
      [0.1, 0.9, 0],
      [0.8, 0.1, 0.1],
      [0, 0.2, 0.8],
    ];
    expect(over(SparseCategoricalAccuracy(), [{ yTrue: [1, 1, 2], yPred }])).toBe(2 / 3);
    expect(over(SparseCategoricalAccuracy(), [{ yTrue: [[1], [1], [2]], yPred }])).toBe(2 / 3);
  });

  it('refuses one-hot targets at the door', () => {
    const targets = { values: Float32Array.of(1, 0, 0, 1), shape: [2], size: 2 };
    expect(() => SparseCategoricalAccuracy().checkTargets?.(targets, [2])).toThrow(LabelError);
    expect(() => SparseCategoricalAccuracy().checkTargets?.(targets, [2])).toThrow(
      "SparseCategoricalAccuracy: each target must be a class number, of shape [], got [2]. The string 'accuracy' picks the accuracy that fits.",
    );
    for (const shape of [[], [1]]) {
      const labels = { values: Int32Array.of(1, 0), shape, size: 2 };
      expect(() => SparseCategoricalAccuracy().checkTargets?.(labels, [3])).not.toThrow();
    }
  });
});

describe('CategoricalAccuracy', () => {
  it('compares the places of the largest numbers, also of soft targets', () => {
    const yTrue = [
      [0, 1, 0],
      [0.4, 0.3, 0.3],
      [0, 0, 1],
    ];
    const yPred = [
      [0.1, 0.9, 0],
      [0.1, 0.8, 0.1],
      [-3, -2, -1],
    ];
    expect(over(CategoricalAccuracy(), [{ yTrue, yPred }])).toBe(2 / 3);
  });
});

describe('BinaryAccuracy', () => {
  it('says yes strictly above the threshold', () => {
    const batch = { yTrue: [1, 0, 0, 1], yPred: [[0.51], [0.5], [0.5], [0.9]] };
    expect(over(BinaryAccuracy(), [batch])).toBe(1);
    expect(over(BinaryAccuracy({ threshold: 0.6 }), [batch])).toBe(3 / 4);
    expect(over(BinaryAccuracy({ threshold: 0.3 }), [batch])).toBe(2 / 4);
  });

  it('counts each output of an example for itself', () => {
    const batch = {
      yTrue: [
        [1, 0],
        [1, 1],
      ],
      yPred: [
        [0.9, 0.9],
        [0.9, 0.9],
      ],
    };
    expect(over(BinaryAccuracy(), [batch])).toBe(3 / 4);
  });

  it('for logits has its threshold at 0, unless the user has set one', () => {
    // KERAS_SPEC section 2: Keras gives 0.5 here.
    const batch = { yTrue: [1, 0], yPred: [[0.2], [-0.2]] };
    expect(over(BinaryAccuracy(), [batch])).toBe(0.5);
    const forLogits = BinaryAccuracy({ name: 'mine' }).forLogits as Metric;
    expect(over(forLogits, [batch])).toBe(1);
    expect(forLogits.name).toBe('mine');
    expect(BinaryAccuracy({ threshold: 0.5 }).forLogits).toBeUndefined();
    expect(forLogits.forLogits).toBeUndefined();
  });

  it('refuses targets of another shape', () => {
    const targets = { values: Float32Array.of(1, 0), shape: [], size: 2 };
    expect(() => BinaryAccuracy().checkTargets?.(targets, [3])).toThrow(
      "BinaryAccuracy: each target must have the shape of an output, [3], got []. The string 'accuracy' picks the accuracy that fits.",
    );
    expect(() => BinaryAccuracy().checkTargets?.(targets, [1])).not.toThrow();
  });
});

describe('A loss as a metric', () => {
  it.each([
    [
      'MeanSquaredError',
      MeanSquaredError(),
      { yTrue: [[1], [2]], yPred: [[3], [2]] },
      { yTrue: [[0]], yPred: [[3]] },
      [4, 0, 9],
    ],
    [
      'SparseCategoricalCrossentropy',
      SparseCategoricalCrossentropy(),
      {
        yTrue: [0, 1],
        yPred: [
          [0.5, 0.5],
          [0.8, 0.2],
        ],
      },
      { yTrue: [0], yPred: [[0.1, 0.9]] },
      [Math.log(2), Math.log(5), Math.log(10)],
    ],
    [
      'CategoricalCrossentropy',
      CategoricalCrossentropy(),
      {
        yTrue: [
          [1, 0],
          [0, 1],
        ],
        yPred: [
          [0.5, 0.5],
          [0.8, 0.2],
        ],
      },
      { yTrue: [[1, 0]], yPred: [[0.1, 0.9]] },
      [Math.log(2), Math.log(5), Math.log(10)],
    ],
    [
      'BinaryCrossentropy',
      BinaryCrossentropy(),
      { yTrue: [1, 0], yPred: [[0.5], [0.8]] },
      { yTrue: [1], yPred: [[0.1]] },
      [Math.log(2), Math.log(5), Math.log(10)],
    ],
  ])(
    '(%s) is the mean over all examples, weighted if there are weights',
    (_name, metric, first, second, values) => {
      const [a, b, c] = values;
      expectClose([over(metric, [first, second])], [(a + b + c) / 3], FLOAT32);
      const weighted = [
        { ...first, weights: [1, 3] },
        { ...second, weights: [0.5] },
      ];
      expectClose([over(metric, weighted)], [(a + 3 * b + 0.5 * c) / 4.5], FLOAT32);
      expect(metric.direction).toBe('down');
    },
  );

  it("follows the model's loss to logits, unless the user has said", () => {
    const batch = { yTrue: [1], yPred: [[0, Math.log(3)]] };
    const metric = SparseCategoricalCrossentropy({ name: 'entropy' });
    const forLogits = metric.forLogits as Metric;
    expectClose([over(forLogits, [batch])], [-Math.log(0.75)], FLOAT32);
    expect(forLogits.name).toBe('entropy');
    expect(SparseCategoricalCrossentropy({ fromLogits: false }).forLogits).toBeUndefined();
    expect(SparseCategoricalCrossentropy({ fromLogits: true }).forLogits).toBeUndefined();
    expect(MeanSquaredError().forLogits).toBeUndefined();
    const smoothed = CategoricalCrossentropy({ labelSmoothing: 0.2 }).forLogits as Metric;
    expect(smoothed.config).toMatchObject({ labelSmoothing: 0.2, fromLogits: true });
  });

  it('keeps in its config whether it follows', () => {
    expect('fromLogits' in toConfigJson(BinaryCrossentropy()).config).toBe(false);
    expect(toConfigJson(BinaryCrossentropy({ fromLogits: false })).config.fromLogits).toBe(false);
    expect('reduction' in toConfigJson(BinaryCrossentropy()).config).toBe(false);
  });

  it.each([
    MeanSquaredError,
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
  ])('%p refuses a reduction, since a metric is a mean', (factory) => {
    const make = () => factory({ reduction: 'sum' } as object);
    expect(make).toThrow(OptionError);
    expect(make).toThrow(`${factory.name}: a metric is a mean, it has no option "reduction".`);
  });

  it('refuses the targets that the loss refuses', () => {
    const labels = { values: Int32Array.of(0, 3), shape: [], size: 2 };
    expect(() => SparseCategoricalCrossentropy().checkTargets?.(labels, [3])).toThrow(LabelError);
  });
});

describe('accuracyFor', () => {
  it.each([
    [[], [1], 'BinaryAccuracy'],
    [[1], [1], 'BinaryAccuracy'],
    [[10], [1], 'BinaryAccuracy'],
    [[], [10], 'SparseCategoricalAccuracy'],
    [[1], [10], 'SparseCategoricalAccuracy'],
    [[10], [10], 'CategoricalAccuracy'],
    [[5], [5, 10], 'SparseCategoricalAccuracy'],
    [[5, 1], [5, 10], 'SparseCategoricalAccuracy'],
    [[5, 10], [5, 10], 'CategoricalAccuracy'],
    [[5, 1], [5, 1], 'BinaryAccuracy'],
  ] as const)('of targets %j and outputs %j is %s', (target, output, kind) => {
    expect(accuracyFor(target, output).kind).toBe(kind);
  });

  it('keeps the name as it was given, and switches for logits', () => {
    expect(accuracyFor([], [10]).name).toBe('accuracy');
    expect(accuracyFor([], [1], 'acc').name).toBe('acc');
    expect(accuracyFor([], [1], 'acc').forLogits?.name).toBe('acc');
  });
});

describe('The names of metrics', () => {
  it.each([
    ['mse', 'MeanSquaredError'],
    ['bce', 'BinaryCrossentropy'],
    ['binary_accuracy', 'BinaryAccuracy'],
    ['SparseCategoricalAccuracy', 'SparseCategoricalAccuracy'],
    ['categorical_crossentropy', 'CategoricalCrossentropy'],
  ])('%s stands for %s', (name, kind) => {
    const context = { who: 'compile', option: 'metric', type: 'metric' } as const;
    expect(resolveDescription(metrics, name, context).kind).toBe(kind);
  });

  const { accuracyFor: _, ...factories } = metrics;
  it.each(Object.entries(factories))(
    '%s is its kind, and in snake case its name',
    (name, factory) => {
      const metric = factory();
      expect(metric.kind).toBe(name);
      expect(metric.name).toBe(name.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase());
      expect(factory({ name: 'mine' }).name).toBe('mine');
      expect(toConfigJson(factory(metric.config))).toEqual(toConfigJson(metric));
      expect(metric.direction).toBe(name.endsWith('Accuracy') ? 'up' : 'down');
    },
  );

  it.each(Object.entries(factories))(
    '%s refuses options that it does not have',
    (name, factory) => {
      expect(() => factory({ treshold: 1 } as object)).toThrow(
        `${name}: unknown option "treshold".`,
      );
      expect(() => factory({ name: '' })).toThrow(
        `${name}: name must be a non-empty string, got "".`,
      );
    },
  );

  it('refuses a threshold that is no number', () => {
    expect(() => BinaryAccuracy({ threshold: Number.NaN })).toThrow(
      'BinaryAccuracy: threshold must be a number in (-∞, ∞), got NaN.',
    );
  });
});

import {
  LabelError,
  type Metric,
  OptionError,
  resolveDescription,
  snakeCase,
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
  if (batches.length === 0) return metric.result([0, 0]);
  const total = batches
    .map(({ yTrue, yPred, weights }) =>
      tf.tidy(() => {
        const sampleWeight = weights ? tf.tensor(weights) : null;
        return [...metric.measure(tf.tensor(yTrue), tf.tensor(yPred), sampleWeight).dataSync()];
      }),
    )
    .reduce<readonly number[] | null>(
      (sum, batch) => (sum === null ? batch : metric.combine(sum, batch)),
      null,
    );
  return metric.result(total ?? []);
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

describe('Metrics with a threshold', () => {
  const batch = { yTrue: [[1], [0], [1], [0]], yPred: [[0.2], [-0.2], [0.7], [0.6]] };

  it.each([
    ['Precision', metrics.Precision(), 1 / 2, 2 / 3],
    ['Recall', metrics.Recall(), 1 / 2, 1],
    ['TruePositives', metrics.TruePositives(), 1, 2],
    ['FalsePositives', metrics.FalsePositives(), 1, 1],
    ['TrueNegatives', metrics.TrueNegatives(), 1, 1],
    ['FalseNegatives', metrics.FalseNegatives(), 1, 0],
  ])('(%s) have it at 0 for logits', (_name, metric, plain, ofLogits) => {
    expectClose([over(metric, [batch])], [plain], FLOAT32);
    expectClose([over(metric.forLogits as Metric, [batch])], [ofLogits], FLOAT32);
    expect(metric.forLogits?.name).toBe(metric.name);
    expect(metric.forLogits?.forLogits).toBeUndefined();
  });

  it('keep one that is given', () => {
    expect(metrics.Precision({ thresholds: 0.5 }).forLogits).toBeUndefined();
    expect(metrics.Recall({ topK: 2 }).forLogits).toBeUndefined();
    expect(metrics.BinaryIoU({ threshold: 0.5 }).forLogits).toBeUndefined();
  });

  it.each([metrics.Precision, metrics.Recall, metrics.TruePositives])(
    '%p take one threshold alone',
    (factory) => {
      expect(() => factory({ thresholds: [0.2, 0.8] })).toThrow(
        `${factory.name}: thresholds must be one number, since a metric is one number, got [0.2, 0.8]. For several make a metric for each, with names of their own.`,
      );
      expect(() => factory({ thresholds: 1.5 })).toThrow(
        `${factory.name}: thresholds must be a number in [0, 1], got 1.5.`,
      );
    },
  );

  it('refuse outputs that there are not', () => {
    const targets = { values: Float32Array.of(1, 0), shape: [2], size: 1 };
    expect(() => metrics.Precision({ classId: 2 }).checkTargets?.(targets, [2])).toThrow(
      'Precision: classId is 2, but there are 2 outputs.',
    );
    expect(() => metrics.Recall({ topK: 3 }).checkTargets?.(targets, [2])).toThrow(
      'Recall: topK is 3, but there are 2 outputs.',
    );
  });
});

describe('AUC', () => {
  const batch = { yTrue: [[0], [0], [1], [1]], yPred: [[-3], [1], [-1], [4]] };

  it('follows the loss to logits, unless the user has said', () => {
    const metric = metrics.AUC();
    // One of four pairs is ranked the wrong way.
    expectClose([over(metric.forLogits as Metric, [batch])], [3 / 4], FLOAT32);
    expectClose([over(metrics.AUC({ fromLogits: true }), [batch])], [3 / 4], FLOAT32);
    expect(metrics.AUC({ fromLogits: false }).forLogits).toBeUndefined();
  });

  it('refuses labels that are not as many as outputs', () => {
    const targets = { values: Float32Array.of(1, 0), shape: [2], size: 1 };
    const metric = metrics.AUC({ multiLabel: true, labelWeights: [1, 2, 3] });
    expect(() => metric.checkTargets?.(targets, [2])).toThrow(
      'AUC: labelWeights is for 3 outputs, but there are 2.',
    );
    expect(() => metrics.AUC({ numLabels: 3 })).toThrow(
      'AUC: numLabels is only for multiLabel: true.',
    );
    expect(() => metrics.AUC({ thresholds: [0.5, 2] })).toThrow(
      'AUC: thresholds[1] must be a number in [0, 1], got 2.',
    );
  });
});

describe('Targets that are neither yes nor no', () => {
  it.each([metrics.AUC, metrics.BinaryIoU, metrics.FBetaScore, metrics.F1Score, metrics.Precision])(
    'are refused by %p, which would count something else',
    (factory) => {
      const targets = { values: Float32Array.of(1, 0.5), shape: [2], size: 1 };
      expect(() => factory().checkTargets?.(targets, [2])).toThrow(LabelError);
      expect(() => factory().checkTargets?.(targets, [2])).toThrow(
        `${factory.name}: y[0][1] is 0.5, but targets are 0 or 1.`,
      );
    },
  );
});

describe('F1Score', () => {
  it('refuses one output without a threshold, which would always say yes', () => {
    const targets = { values: Float32Array.of(1, 0), shape: [1], size: 2 };
    expect(() => metrics.F1Score().checkTargets?.(targets, [1])).toThrow(
      'F1Score: without a threshold the largest output says yes, which with one output is always yes. Give a threshold, such as 0.5.',
    );
    expect(() => metrics.F1Score({ threshold: 0.5 }).checkTargets?.(targets, [1])).not.toThrow();
  });

  it('refuses a score for each class', () => {
    expect(() => metrics.F1Score({ average: null as never })).toThrow(
      'F1Score: average must be one of "micro", "macro", "weighted", got null.',
    );
  });
});

describe('Intersection over union', () => {
  it('needs the number of classes', () => {
    const make = metrics.MeanIoU as (options?: object) => Metric;
    expect(() => make()).toThrow(
      'MeanIoU: numClasses is missing; it must be a whole number of at least 1.',
    );
    expect(() => metrics.IoU({ numClasses: 2, targetClassIds: [2] })).toThrow(
      'IoU: targetClassIds must be a list of class numbers from 0 to 1, got [2].',
    );
  });

  it('says which options fit scores to class numbers', () => {
    const targets = { values: Float32Array.of(1, 0), shape: [], size: 2 };
    expect(() => metrics.MeanIoU({ numClasses: 3 }).checkTargets?.(targets, [3])).toThrow(
      LabelError,
    );
    const metric = metrics.MeanIoU({ numClasses: 3, sparseYPred: false });
    expect(() => metric.checkTargets?.(targets, [3])).not.toThrow();
  });
});

describe('Options of IoU and MeanIoU', () => {
  const make = (options: object) => [
    () => metrics.MeanIoU({ numClasses: 3, ...options }),
    () => metrics.IoU({ numClasses: 3, targetClassIds: [0], ...options }),
  ];

  it('are checked', () => {
    for (const made of make({ axis: 0 })) {
      expect(made).toThrow(
        'IoU: axis must be a whole number other than 0, which is the batch, such as -1 for the last axis, got 0.',
      );
    }
    for (const axis of ['last', 0.5, null]) {
      for (const made of make({ axis })) expect(made).toThrow('IoU: axis must be a whole number');
    }
    for (const ignoreClass of ['none', 0.5, Number.NaN]) {
      for (const made of make({ ignoreClass })) {
        expect(made).toThrow('IoU: ignoreClass must be a whole number, got');
      }
    }
    for (const made of make({ ignoreClass: 255, axis: 1 })) expect(made).not.toThrow();
  });

  it('fit the outputs, or are refused', () => {
    const targets = { values: Float32Array.of(1, 0), shape: [2], size: 1 };
    const check = (options: object, output: readonly number[]) =>
      metrics
        .MeanIoU({ numClasses: 3, sparseYPred: false, ...options })
        .checkTargets?.(targets, output);
    expect(() => check({ axis: 1 }, [3, 2])).not.toThrow();
    expect(() => check({ axis: 3 }, [2, 3])).toThrow(
      'MeanIoU: axis 3 does not exist in outputs with 3 axes',
    );
    // As many numbers as two positions of three classes have.
    expect(() => check({}, [6])).toThrow(
      'MeanIoU: numClasses is 3, but outputs of shape [6] have 6 along axis -1.',
    );
    expect(() => check({ axis: 1 }, [2, 3])).toThrow('have 2 along axis 1.');
  });

  it('count scores along their axis', () => {
    // Two positions whose classes lie along axis 1: 0 is said for the first, 1 for the second.
    const yPred = tf.tensor3d([
      [
        [0.9, 0.1],
        [0.1, 0.9],
      ],
    ]);
    const matrix = metrics
      .MeanIoU({ numClasses: 2, sparseYPred: false, axis: 1 })
      .measure(tf.tensor2d([[0, 0]]), yPred, null);
    expect([...matrix.dataSync()]).toEqual([1, 1, 0, 0]);
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
    ['mae', 'MeanAbsoluteError'],
    ['MAPE', 'MeanAbsolutePercentageError'],
    ['msle', 'MeanSquaredLogarithmicError'],
    ['auc', 'AUC'],
    ['f1_score', 'F1Score'],
    ['fbeta_score', 'FBetaScore'],
    ['r2_score', 'R2Score'],
    ['top_k_categorical_accuracy', 'TopKCategoricalAccuracy'],
    ['binary_accuracy', 'BinaryAccuracy'],
    ['SparseCategoricalAccuracy', 'SparseCategoricalAccuracy'],
    ['categorical_crossentropy', 'CategoricalCrossentropy'],
  ])('%s stands for %s', (name, kind) => {
    const context = { who: 'compile', option: 'metric', type: 'metric' } as const;
    expect(resolveDescription(metrics, name, context).kind).toBe(kind);
  });

  const { accuracyFor: _, ...factories } = metrics;
  const least: Readonly<Record<string, object>> = {
    IoU: { numClasses: 2, targetClassIds: [1] },
    MeanIoU: { numClasses: 2 },
  };
  const titled = Object.entries(factories).map(
    ([name, factory]) =>
      [
        name,
        (options?: object) =>
          (factory as (options?: object) => Metric)({ ...least[name], ...options }),
      ] as const,
  );
  /** Keras's own, where they are not the export in snake case. */
  const named: Readonly<Record<string, string>> = {
    FBetaScore: 'fbeta_score',
    LogCoshError: 'logcosh',
  };
  const NEITHER = /^(Mean|Sum|(True|False)(Positives|Negatives))$/;
  const DOWN = /Error$|Hinge$|Crossentropy$|Divergence$|Poisson$/;

  it.each(titled)('%s is its kind, and in snake case its name', (name, factory) => {
    const metric = factory();
    expect(metric.kind).toBe(name);
    expect(metric.name).toBe(named[name] ?? snakeCase(name));
    expect(factory({ name: 'mine' }).name).toBe('mine');
    expect(toConfigJson(factory(metric.config))).toEqual(toConfigJson(metric));
    const direction = NEITHER.test(name) ? undefined : DOWN.test(name) ? 'down' : 'up';
    expect(metric.direction).toBe(direction);
  });

  it.each(titled)('%s refuses options that it does not have', (name, factory) => {
    expect(() => factory({ tresholt: 1 })).toThrow(`${name}: unknown option "tresholt".`);
    expect(() => factory({ name: '' })).toThrow(
      `${name}: name must be a non-empty string, got "".`,
    );
  });

  it('refuses a threshold that is no number', () => {
    expect(() => BinaryAccuracy({ threshold: Number.NaN })).toThrow(
      'BinaryAccuracy: threshold must be a number in (-∞, ∞), got NaN.',
    );
  });
});

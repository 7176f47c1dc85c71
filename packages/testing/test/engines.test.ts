import * as fc from 'fast-check';
import {
  activations,
  constraints,
  defineElementwise,
  defineLayer,
  defineLoss,
  defineOptimizer,
  initializers,
  type Layer,
  type Loss,
  layers,
  losses,
  metrics,
  type Optimizer,
  optimizers,
  regularizers,
  Sequential,
  tf,
} from 'tsuno';
import { TRAINED_HASH, trainedHash } from '../src/determinism.ts';
import { expectClose, lcg } from '../src/index.ts';

/** The engines add in different orders, and their exponentials differ in the last place. */
const FLOAT32_SUM_ORDER = { relative: 2e-4, absolute: 2e-5 };

const quiet = { verbose: 0 } as const;
const ACTIVATIONS = ['linear', 'sigmoid', 'tanh', 'relu'] as const;

interface Case {
  readonly inputs: number;
  readonly hidden: readonly {
    readonly units: number;
    readonly activation: number;
    readonly useBias: boolean;
    readonly frozen: boolean;
    readonly between: number;
    readonly regularized: boolean;
    readonly constrained: boolean;
  }[];
  readonly outputs: number;
  readonly loss: number;
  readonly optimizer: number;
  readonly rows: number;
  readonly batchSize: number;
  readonly weighted: boolean;
  readonly reduction: 'sum_over_batch_size' | 'sum' | 'mean_with_sample_weight';
  readonly zeros: number;
  readonly seed: number;
}

/** Larger epsilons than usual: around zero gradients a tiny one turns rounding into whole steps. */
const OPTIMIZERS: readonly (() => Optimizer)[] = [
  () => optimizers.SGD({ learningRate: 0.05 }),
  () => optimizers.SGD({ learningRate: 0.02, momentum: 0.9, clipnorm: 0.3 }),
  () => optimizers.SGD({ learningRate: 0.02, momentum: 0.8, nesterov: true, weightDecay: 0.1 }),
  () => optimizers.Adam({ learningRate: 0.01, epsilon: 1e-3, globalClipnorm: 0.5 }),
  () => optimizers.Adam({ learningRate: 0.03, beta1: 0.5, beta2: 0.9, epsilon: 1e-2 }),
  () => optimizers.Adam({ variant: 'pytorch', weightDecay: 0.1, amsgrad: true, epsilon: 1e-2 }),
  () => optimizers.AdamW({ epsilon: 1e-2, excludeFromWeightDecay: ['bias'], weightDecay: 0.3 }),
  () => optimizers.RMSprop({ learningRate: 0.01, momentum: 0.5, epsilon: 1e-2 }),
  () => optimizers.RMSprop({ learningRate: 0.01, centered: true, epsilon: 1e-2 }),
  () => optimizers.Adagrad({ learningRate: 0.05, useEma: true, emaMomentum: 0.7 }),
  () => optimizers.Adadelta({ learningRate: 1, epsilon: 1e-3 }),
  () => optimizers.Adamax({ learningRate: 0.01, epsilon: 1e-2, gradientAccumulationSteps: 3 }),
  () => optimizers.Nadam({ learningRate: 0.01, epsilon: 1e-2, clipvalue: 0.05 }),
  () => optimizers.Ftrl({ learningRate: 0.05, l1RegularizationStrength: 0.001, beta: 0.5 }),
  () =>
    optimizers.SGD({
      learningRate: optimizers.schedules.InverseTimeDecay({
        initialLearningRate: 0.1,
        decaySteps: 3,
        decayRate: 0.5,
      }),
      useEma: true,
      emaOverwriteFrequency: 2,
      gradientAccumulationSteps: 2,
    }),
];

/** Layers between those that have units. */
const BETWEEN: readonly (() => readonly Layer[])[] = [
  () => [],
  () => [layers.Flatten(), layers.Activation('tanh')],
  () => [layers.LayerNormalization({ epsilon: 0.1 })],
  () => [layers.Dropout({ rate: 0.3 }), layers.LeakyReLU()],
  () => [layers.GaussianNoise({ stddev: 0.1 }), layers.Activation('softplus')],
  () => [layers.PReLU({ alphaInitializer: initializers.Constant({ value: 0.3 }) })],
  () => [layers.ActivityRegularization({ l2: 0.05 }), layers.Rescaling({ scale: 2, offset: 0.1 })],
  () => [layers.BatchNormalization({ momentum: 0.8, epsilon: 0.3 })],
  () => [layers.Activation('gelu'), layers.Identity()],
];

const cases: fc.Arbitrary<Case> = fc.record({
  inputs: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(64, 67, 130)),
  hidden: fc.array(
    fc.record({
      units: fc.integer({ min: 1, max: 13 }),
      activation: fc.integer({ min: 0, max: ACTIVATIONS.length }),
      useBias: fc.boolean(),
      frozen: fc.boolean(),
      between: fc.integer({ min: 0, max: BETWEEN.length - 1 }),
      regularized: fc.boolean(),
      constrained: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  outputs: fc.integer({ min: 1, max: 7 }),
  loss: fc.integer({ min: 0, max: 6 }),
  optimizer: fc.integer({ min: 0, max: OPTIMIZERS.length - 1 }),
  rows: fc.integer({ min: 1, max: 41 }),
  batchSize: fc.integer({ min: 1, max: 45 }),
  weighted: fc.boolean(),
  reduction: fc.constantFrom('sum_over_batch_size', 'sum', 'mean_with_sample_weight'),
  zeros: fc.constantFrom(0, 0.5, 0.95),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

/** The loss, the last activation and what targets look like. */
function lossOf({
  loss,
  reduction,
}: Case): readonly [Loss, 'linear' | 'softmax' | 'sigmoid', 'classes' | 'onehot' | 'bits'] {
  const choices = [
    () => [
      losses.SparseCategoricalCrossentropy({ fromLogits: true, reduction }),
      'linear',
      'classes',
    ],
    () => [losses.SparseCategoricalCrossentropy({ reduction }), 'softmax', 'classes'],
    () => [
      losses.CategoricalCrossentropy({ fromLogits: true, labelSmoothing: 0.2, reduction }),
      'linear',
      'onehot',
    ],
    () => [losses.CategoricalCrossentropy({ labelSmoothing: 0.1, reduction }), 'softmax', 'onehot'],
    () => [
      losses.BinaryCrossentropy({ fromLogits: true, labelSmoothing: 0.1, reduction }),
      'linear',
      'bits',
    ],
    () => [losses.BinaryCrossentropy({ reduction }), 'sigmoid', 'bits'],
    () => [losses.MeanSquaredError({ reduction }), 'linear', 'bits'],
  ] as const;
  return choices[loss]() as unknown as ReturnType<typeof lossOf>;
}

function dataOf(
  { inputs, outputs, rows, seed, zeros }: Case,
  targets: 'classes' | 'onehot' | 'bits',
) {
  const u = lcg(seed, rows * (inputs + outputs + 2) + 1).slice(1);
  let next = 0;
  const draw = () => u[next++];
  const x = Array.from({ length: rows }, () =>
    Array.from({ length: inputs }, () => {
      const value = draw();
      return value < zeros ? 0 : 2 * value - 1;
    }),
  );
  const labels = x.map(() => Math.floor(draw() * outputs));
  const y =
    targets === 'classes'
      ? labels
      : labels.map((label) =>
          Array.from({ length: outputs }, (_, k) =>
            targets === 'onehot' ? (k === label ? 1 : 0) : draw() > 0.5 ? 1 : 0,
          ),
        );
  return { x, y, sampleWeight: x.map((_, row) => (row % 3) / 2 + 0.25) };
}

async function train(one: Case, jitCompile: boolean) {
  const [loss, last, targets] = lossOf(one);
  const { x, y, sampleWeight } = dataOf(one, targets);
  const hidden = one.hidden.flatMap(({ units, activation, useBias, frozen, ...more }) => {
    const dense = layers.Dense({
      units,
      useBias,
      trainable: !frozen,
      kernelRegularizer: more.regularized ? regularizers.L2({ l2: 0.02 }) : null,
      kernelConstraint: more.constrained ? constraints.MaxNorm({ maxValue: 0.8 }) : null,
      activation:
        ACTIVATIONS[activation] ?? activations.relu({ negativeSlope: 0.2, maxValue: 1.5 }),
    });
    return [dense, ...BETWEEN[more.between]()];
  });
  const model = new Sequential(
    [...hidden, layers.Dense({ units: one.outputs, activation: last })],
    { seed: one.seed },
  );
  model.compile({
    optimizer: OPTIMIZERS[one.optimizer](),
    loss,
    metrics:
      targets === 'classes' && one.outputs > 1
        ? ['accuracy']
        : ['accuracy', metrics.MeanSquaredError()],
    jitCompile,
  });
  const options = {
    ...quiet,
    epochs: 3,
    batchSize: one.batchSize,
    ...(one.weighted ? { sampleWeight } : {}),
  };
  const { history } = await model.fit(x, y, options);
  const evaluated = [await model.evaluate(x, y, { ...quiet, batchSize: 7 })].flat();
  const predicted = tf.tidy(() => Array.from(model.predict(x).dataSync()));
  return { history, evaluated, predicted, weights: numbersOf(model) };
}

function numbersOf(model: Sequential): number[][] {
  return model.getWeights().map((tensor) => {
    const values = Array.from(tensor.dataSync());
    tensor.dispose();
    return values;
  });
}

describe('The compiled engine and the tfjs engine', () => {
  it('train any model to the same losses, weights, evaluations and predictions', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const compiled = await train(one, true);
        const reference = await train(one, false);
        expectClose(compiled.history.loss, reference.history.loss, FLOAT32_SUM_ORDER);
        expectClose(
          compiled.evaluated.slice(0, 1),
          reference.evaluated.slice(0, 1),
          FLOAT32_SUM_ORDER,
        );
        expectClose(compiled.predicted, reference.predicted, { relative: 1e-3, absolute: 2e-3 });
        for (const [index, values] of compiled.weights.entries()) {
          expectClose(values, reference.weights[index], { relative: 1e-3, absolute: 2e-3 });
        }
      }),
      { numRuns: 150, seed: 20261121 },
    );
  }, 120_000);

  it('agree on outputs with several axes, where a sum goes over the positions', async () => {
    const x = [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ];
    const y = [
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ];
    const sum = (jitCompile: 'auto' | false) => {
      const model = new Sequential([layers.Input({ shape: [3, 2] }), layers.ReLU()]);
      model.compile({
        optimizer: 'sgd',
        loss: losses.MeanSquaredError({ reduction: 'sum' }),
        jitCompile,
      });
      return model.evaluate(x, y, quiet);
    };
    // (1 + 4)/2 + (9 + 16)/2 + (25 + 36)/2
    expect(await sum(false)).toBe(45.5);
    expect(await sum('auto')).toBe(45.5);
  });

  it('start from the same bits', () => {
    const start = (jitCompile: boolean) => {
      const model = new Sequential([layers.Dense({ units: 5 }), layers.Dense({ units: 3 })], {
        seed: 3,
      });
      model.compile({ optimizer: 'adam', loss: 'mse', jitCompile });
      return numbersOf(model.build([null, 7]));
    };
    expect(start(true)).toEqual(start(false));
  });

  it('hand weights and the optimizer over to each other', async () => {
    const x = Array.from({ length: 12 }, (_, i) => [Math.sin(i), Math.cos(i), 1]);
    const y = x.map(([a, b]) => [a * b]);
    const model = new Sequential(
      [layers.Dense({ units: 4, activation: 'tanh' }), layers.Dense({ units: 1 })],
      { seed: 1 },
    );
    model.compile({ optimizer: 'adam', loss: 'mse', jitCompile: true });
    await model.fit(x, y, quiet);
    const before = numbersOf(model);
    model.compile({ optimizer: 'adam', loss: 'mse', jitCompile: false });
    expect(numbersOf(model)).toEqual(before);
    await model.fit(x, y, quiet);
    expect(numbersOf(model)).not.toEqual(before);
  });
});

describe('What a user writes', () => {
  const x = Array.from({ length: 30 }, (_, i) => [Math.sin(i), Math.cos(2 * i), 1 / (i + 1)]);
  const y = x.map(([a, b]) => [a - b]);

  /** An optimizer whose update does arithmetic with its scalars. */
  const SignSGD = ({ learningRate = 0.01 } = {}) =>
    defineOptimizer({
      kind: 'SignSGD',
      config: { learningRate },
      learningRate,
      slots: { last: 0 },
      scalars: (alpha, _carry, step) => ({ alpha: alpha / step, beta: 0.5 }),
      update: (k, { param, grad, last }, { alpha, beta }) => {
        const mixed = k.add(k.mul(last, beta), k.mul(grad, 1 - beta));
        const sign = k.whereGreater(mixed, 0, -alpha, k.whereGreater(0, mixed, alpha, 0));
        return { param: k.add(param, sign), last: mixed };
      },
    });

  const cube = () =>
    defineElementwise({
      kind: 'cube',
      config: {},
      forward: (k, z) => k.add(0.5, k.mul(z, k.square(z))),
      backward: (k, _y, dy, z) => k.mul(dy, k.mul(3, k.square(z))),
    });

  it('compiles: an optimizer and an activation of one’s own agree with tensors', async () => {
    const [compiled, reference] = await Promise.all(
      [true, false].map(async (jitCompile) => {
        const model = new Sequential(
          [layers.Dense({ units: 5, activation: cube() }), layers.Dense({ units: 1 })],
          { seed: 4 },
        );
        model.compile({ optimizer: SignSGD(), loss: 'mse', jitCompile });
        const { history } = await model.fit(x, y, { ...quiet, epochs: 4, batchSize: 8 });
        return { loss: history.loss, weights: numbersOf(model).flat() };
      }),
    );
    expectClose(compiled.loss, reference.loss, FLOAT32_SUM_ORDER);
    expectClose(compiled.weights, reference.weights, { absolute: 1e-4 });
  });

  it('falls back where it has no compiled form: fit and summary say why, jitCompile: true lists every reason', async () => {
    const Noise = () =>
      defineLayer({
        kind: 'Noise',
        config: {},
        plan: (input) => ({ output: input, weights: [] }),
        call: (input) => tf.mul(input, 1.5),
      });
    const Own = () =>
      defineLoss({
        kind: 'Own',
        config: { reduction: 'sum' as const, name: 'own' },
        checkTargets: () => {},
        call: (yTrue, yPred) => tf.mean(tf.abs(tf.sub(tf.reshape(yTrue, yPred.shape), yPred)), -1),
      });
    const model = new Sequential(
      [layers.Dense({ units: 2 }), Noise(), layers.Dense({ units: 1 })],
      { seed: 1 },
    );
    const info = jest.spyOn(console, 'info').mockImplementation(() => {});
    model.compile({ optimizer: 'sgd', loss: Own() });
    await model.fit(x, y, quiet);
    await model.fit(x, y, quiet);
    expect(info).toHaveBeenCalledTimes(1);
    expect(info.mock.calls[0][0]).toContain('layer "noise" (Noise) has no compiled form');
    info.mockRestore();
    let summary = '';
    model.summary({ printFn: (text) => (summary = text) });
    expect(summary).toContain(
      'Trains on the tfjs engine: layer "noise" (Noise) has no compiled form',
    );
    model.compile({ optimizer: 'sgd', loss: Own(), jitCompile: true });
    await expect(model.fit(x, y, quiet)).rejects.toThrow(
      /jitCompile is true, but.*layer "noise" \(Noise\)/,
    );
  });
});

describe('Determinism', () => {
  it('one seed gives one SHA-256 of the trained weights, on every run and machine', async () => {
    expect(await trainedHash()).toBe(TRAINED_HASH);
    expect(await trainedHash()).toBe(TRAINED_HASH);
  });

  it.each([2, 3])('with %i threads too', async (threads) => {
    expect(await trainedHash(threads)).toBe(TRAINED_HASH);
  });
});

import * as fc from 'fast-check';
import {
  activations,
  constraints,
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
import { Drifting, HoleyL2, hole, inverse, logOfSize, RelativeError, rootOfSize } from './holes.ts';
import { lcg } from './lcg.ts';

const quiet = { verbose: 0 } as const;
const ACTIVATIONS = ['linear', 'sigmoid', 'tanh', 'relu'] as const;

/** A model, data, and how it is trained. */
export interface Case {
  /** The layers before all others. */
  readonly first: number;
  readonly inputs: number;
  readonly hidden: readonly {
    readonly units: number;
    readonly activation: number;
    readonly useBias: boolean;
    readonly frozen: boolean;
    readonly between: number;
    readonly regularized: number;
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
  () => optimizers.AdaBelief({ learningRate: 0.01, epsilon: 1e-3 }),
  () => Drifting(),
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

const REGULARIZERS = [() => null, () => regularizers.L2({ l2: 0.02 }), HoleyL2] as const;

/** Layers between those that have units. */
const BETWEEN: readonly (() => readonly Layer[])[] = [
  () => [],
  () => [layers.Flatten(), layers.Activation('tanh')],
  () => [layers.LayerNormalization({ epsilon: 0.1 })],
  () => [layers.Dropout({ rate: 0.3 }), layers.LeakyReLU()],
  () => [layers.GaussianNoise({ stddev: 0.1 }), layers.Activation('softplus')],
  () => [layers.GaussianDropout({ rate: 0.2 }), layers.Activation('tanh')],
  () => [layers.PReLU({ alphaInitializer: initializers.Constant({ value: 0.3 }) })],
  () => [layers.ActivityRegularization({ l2: 0.05 }), layers.Rescaling({ scale: 2, offset: 0.1 })],
  () => [layers.BatchNormalization({ momentum: 0.8, epsilon: 0.3 })],
  () => [layers.Activation('gelu'), layers.Identity()],
  // Numbers of the model stay between 1.7 and 2.3; the functions have no value, or no derivative, at 0.
  ...[rootOfSize, inverse, logOfSize, hole, () => activations.squareplus({ b: 0 })].map(
    (activation) => () => [
      layers.Activation('tanh'),
      layers.Rescaling({ scale: 0.3, offset: 2 }),
      layers.Activation(activation()),
      layers.PReLU(),
    ],
  ),
  () => [
    layers.Activation('tanh'),
    layers.Rescaling({ scale: 0.3, offset: 2 }),
    layers.Dense({ units: 5, activityRegularizer: HoleyL2({ l2: 0.002 }) }),
  ],
];

/** Layers before all others: they look at the rows beyond the batch, which begin as zeros. */
const FIRST: readonly (() => readonly Layer[])[] = [
  () => [],
  () => [layers.LayerNormalization({ epsilon: 0 })],
  () => [layers.Activation(rootOfSize())],
  () => [layers.Activation(activations.squareplus({ b: 0 }))],
];

/** Random models with everything that has a compiled form. */
export const cases: fc.Arbitrary<Case> = fc.record({
  first: fc.integer({ min: 0, max: FIRST.length - 1 }),
  inputs: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(64, 67, 130)),
  hidden: fc.array(
    fc.record({
      units: fc.integer({ min: 1, max: 13 }),
      activation: fc.integer({ min: 0, max: ACTIVATIONS.length }),
      useBias: fc.boolean(),
      frozen: fc.boolean(),
      between: fc.integer({ min: 0, max: BETWEEN.length - 1 }),
      regularized: fc.integer({ min: 0, max: REGULARIZERS.length - 1 }),
      constrained: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  outputs: fc.integer({ min: 1, max: 7 }),
  loss: fc.integer({ min: 0, max: 8 }),
  optimizer: fc.integer({ min: 0, max: OPTIMIZERS.length - 1 }),
  rows: fc.integer({ min: 1, max: 41 }),
  batchSize: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 45 })),
  weighted: fc.boolean(),
  reduction: fc.constantFrom('sum_over_batch_size', 'sum', 'mean_with_sample_weight'),
  zeros: fc.constantFrom(0, 0.5, 0.95),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

type Targets = 'classes' | 'onehot' | 'bits' | 'sizes';

/** The loss, the last activation and what targets look like. */
function lossOf({
  loss,
  reduction,
}: Case): readonly [Loss, 'linear' | 'softmax' | 'sigmoid', Targets] {
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
    () => [RelativeError({ reduction }), 'linear', 'sizes'],
    () => [RelativeError({ reduction, asRule: false }), 'linear', 'sizes'],
  ] as const;
  return choices[loss]() as unknown as ReturnType<typeof lossOf>;
}

function dataOf({ inputs, outputs, rows, seed, zeros }: Case, targets: Targets) {
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
            targets === 'sizes'
              ? 1 + draw()
              : targets === 'onehot'
                ? +(k === label)
                : +(draw() > 0.5),
          ),
        );
  return { x, y, sampleWeight: x.map((_, row) => (row % 3) / 2 + 0.25) };
}

/** The model of a case, compiled. */
export function modelOf(one: Case, jitCompile: boolean | 'auto' = 'auto') {
  const [loss, last, targets] = lossOf(one);
  const optimizer = OPTIMIZERS[one.optimizer]();
  // Ftrl sets weights to 0, where a penalty with a hole is NaN in truth.
  const penalties = optimizer.kind === 'Ftrl' ? REGULARIZERS.slice(0, 2) : REGULARIZERS;
  const hidden = one.hidden.flatMap(({ units, activation, useBias, frozen, ...more }) => {
    const dense = layers.Dense({
      units,
      useBias,
      trainable: !frozen,
      kernelRegularizer: penalties[more.regularized % penalties.length](),
      kernelConstraint: more.constrained ? constraints.MaxNorm({ maxValue: 0.8 }) : null,
      activation:
        ACTIVATIONS[activation] ?? activations.relu({ negativeSlope: 0.2, maxValue: 1.5 }),
    });
    return [dense, ...BETWEEN[more.between]()];
  });
  // Where inputs are 0, or all the same, there is no number to compare.
  const isApart = one.zeros === 0 && one.inputs > 2;
  const first = FIRST[isApart ? one.first : 0]();
  const model = new Sequential(
    [...first, ...hidden, layers.Dense({ units: one.outputs, activation: last })],
    { seed: one.seed },
  );
  model.compile({
    optimizer,
    loss,
    metrics:
      targets === 'classes' && one.outputs > 1
        ? ['accuracy']
        : ['accuracy', metrics.MeanSquaredError()],
    jitCompile,
  });
  return model;
}

/** Trains it on one of the engines; gives all numbers that come out. */
export async function trainCase(one: Case, jitCompile: boolean) {
  const { x, y, sampleWeight } = dataOf(one, lossOf(one)[2]);
  const model = modelOf(one, jitCompile);
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

/** All weights of a model. */
export function numbersOf(model: Sequential): number[][] {
  return model.getWeights().map((tensor) => {
    const values = Array.from(tensor.dataSync());
    tensor.dispose();
    return values;
  });
}

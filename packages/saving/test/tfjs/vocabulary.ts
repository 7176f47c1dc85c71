import {
  activations,
  type Layer,
  type Loss,
  layers,
  losses,
  type Optimizer,
  optimizers,
  regularizers,
} from '../../../tsuno/src/index.ts';

const { Dense } = layers;

/** Layers that both have, between two of `Dense`, for examples of this shape. */
export interface LayerCase {
  readonly name: string;
  readonly input: readonly number[];
  readonly make: () => readonly Layer[];
}

const vector = (name: string, make: () => Layer): LayerCase => ({
  name,
  input: [6],
  make: () => [Dense({ units: 5, activation: 'tanh' }), make()],
});

const SHARED_ACTIVATIONS = [
  'elu',
  'gelu',
  'linear',
  'logSoftmax',
  'mish',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'silu',
  'softmax',
  'softplus',
  'softsign',
  'tanh',
] as const;

/** Everything that tfjs-layers has of our layers, regularizers and constraints. */
export const LAYER_CASES: readonly LayerCase[] = [
  ...SHARED_ACTIVATIONS.map((name) =>
    vector(`activation ${name}`, () => layers.Dense({ units: 4, activation: activations[name]() })),
  ),
  vector('Activation', () => layers.Activation({ activation: 'sigmoid' })),
  vector('BatchNormalization', () => layers.BatchNormalization({ momentum: 0.9 })),
  vector('Dropout of nothing', () => layers.Dropout({ rate: 0 })),
  vector('ELU', () => layers.ELU()),
  vector('Flatten of vectors', () => layers.Flatten()),
  vector('GaussianDropout of nothing', () => layers.GaussianDropout({ rate: 0 })),
  vector('GaussianNoise of nothing', () => layers.GaussianNoise({ stddev: 0 })),
  vector('Identity', () => layers.Identity()),
  vector('LayerNormalization', () => layers.LayerNormalization({ epsilon: 0.01 })),
  vector('LeakyReLU', () => layers.LeakyReLU({ negativeSlope: 0.2 })),
  vector('PReLU', () => layers.PReLU({ alphaInitializer: 'ones' })),
  vector('ReLU', () => layers.ReLU({ maxValue: 0.5 })),
  vector('Rescaling', () => layers.Rescaling({ scale: 0.5, offset: 0.25 })),
  vector('Rescaling by lists', () => layers.Rescaling({ scale: [1, 2, 3, 4, 5], offset: 1 })),
  vector('Softmax', () => layers.Softmax()),
  vector('no bias', () => layers.Dense({ units: 4, useBias: false })),
  vector('frozen', () => layers.Dense({ units: 4, trainable: false })),
  vector('regularizers', () =>
    layers.Dense({
      units: 4,
      kernelRegularizer: 'l1',
      biasRegularizer: regularizers.L2({ l2: 0.1 }),
    }),
  ),
  vector('L1L2', () =>
    layers.Dense({ units: 4, kernelRegularizer: regularizers.L1L2({ l1: 0.01, l2: 0.02 }) }),
  ),
  {
    name: 'Input, Flatten, Reshape, Dense on matrices, PReLU that shares',
    input: [4, 3],
    make: () => [
      layers.Input({ shape: [4, 3] }),
      layers.Dense({ units: 2 }),
      layers.PReLU({ sharedAxes: [1], alphaInitializer: 'ones' }),
      layers.BatchNormalization(),
      layers.LayerNormalization({ axis: [1, 2] }),
      layers.Flatten(),
      layers.Reshape({ targetShape: [2, -1] }),
      layers.Softmax(),
      layers.Flatten(),
    ],
  },
];

/** Optimizers that both have, with the same steps. */
export const OPTIMIZER_CASES: readonly (readonly [string, () => Optimizer])[] = [
  ['SGD', () => optimizers.SGD({ learningRate: 0.05 })],
  ['SGD with momentum', () => optimizers.SGD({ learningRate: 0.05, momentum: 0.8 })],
  ['SGD of Nesterov', () => optimizers.SGD({ learningRate: 0.05, momentum: 0.8, nesterov: true })],
  ['Adam', () => optimizers.Adam({ learningRate: 0.02, beta1: 0.8, beta2: 0.9 })],
  ["PyTorch's Adam", () => optimizers.Adam({ variant: 'pytorch', epsilon: 1e-3 })],
  ['RMSprop', () => optimizers.RMSprop({ learningRate: 0.01, rho: 0.8 })],
  ['RMSprop with momentum', () => optimizers.RMSprop({ learningRate: 0.01, momentum: 0.5 })],
  ['Adagrad', () => optimizers.Adagrad({ learningRate: 0.1 })],
];

/** Losses that both have, the layer that the model ends with, and targets for its outputs. */
export const LOSS_CASES: readonly (readonly [
  Loss,
  'softmax' | 'sigmoid' | 'linear',
  'oneHot' | 'labels' | 'positive' | 'any',
])[] = [
  [losses.BinaryCrossentropy(), 'sigmoid', 'oneHot'],
  [losses.CategoricalCrossentropy(), 'softmax', 'oneHot'],
  [losses.CategoricalHinge(), 'softmax', 'oneHot'],
  [losses.CosineSimilarity(), 'linear', 'any'],
  [losses.KLDivergence(), 'softmax', 'oneHot'],
  [losses.LogCosh(), 'linear', 'any'],
  [losses.MeanAbsoluteError(), 'linear', 'any'],
  [losses.MeanAbsolutePercentageError(), 'linear', 'positive'],
  [losses.MeanSquaredError(), 'linear', 'any'],
  [losses.MeanSquaredLogarithmicError(), 'sigmoid', 'positive'],
  [losses.Poisson(), 'sigmoid', 'positive'],
  [losses.SparseCategoricalCrossentropy(), 'softmax', 'labels'],
];

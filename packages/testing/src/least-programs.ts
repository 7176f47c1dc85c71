/** A program around each factory: the least that trains with it. */
import type { Description } from '@tsuno/core';
import {
  type Activation,
  activations,
  type Constraint,
  constraints,
  type Initializer,
  initializers,
  type Layer,
  type Loss,
  layers,
  losses,
  type Metric,
  metrics,
  type Optimizer,
  optimizers,
  type Regularizer,
  regularizers,
  type Schedule,
  Sequential,
  TsunoError,
} from 'tsuno';
import { lcg } from './lcg.ts';

const ROWS = 9;
const INPUTS = 6;
const OUTPUTS = 3;

const numbers = (seed: number, count: number) => [...lcg(seed, count)].map((u) => 2 * u - 1);
const table = (seed: number, columns: number) =>
  Array.from({ length: ROWS }, (_, row) => numbers(seed + row, columns));
export const x = table(1, INPUTS);
export const labels = Array.from({ length: ROWS }, (_, row) => row % OUTPUTS);
export const oneHot = labels.map((label) => [0, 1, 2].map((index) => (index === label ? 1 : 0)));

export interface Program {
  readonly layers?: readonly Layer[];
  readonly loss?: Loss;
  readonly metrics?: readonly Metric[];
  readonly optimizer?: Optimizer;
  readonly y?: readonly number[] | readonly (readonly number[])[];
}

export const SGD = () => optimizers.SGD({ learningRate: 0.05 });

const input = layers.Input({ shape: [INPUTS] });
export const dense = (options: object) => [input, layers.Dense({ units: OUTPUTS, ...options })];
const YIELDS: Readonly<Record<string, 'softmax' | 'sigmoid'>> = {
  BinaryCrossentropy: 'sigmoid',
  BinaryFocalCrossentropy: 'sigmoid',
  CategoricalCrossentropy: 'softmax',
  CategoricalFocalCrossentropy: 'softmax',
  Dice: 'sigmoid',
  SparseCategoricalCrossentropy: 'softmax',
  KLDivergence: 'softmax',
  Poisson: 'sigmoid',
};

/** A program around each type of description. */
export const PROGRAMS: Readonly<Record<string, (made: Description) => Program>> = {
  layer: (made) => ({
    layers:
      made.kind === 'Input'
        ? [made as Layer, layers.Flatten(), layers.Dense({ units: OUTPUTS })]
        : [input, made as Layer, layers.Flatten(), layers.Dense({ units: OUTPUTS })],
  }),
  activation: (made) => ({ layers: dense({ activation: made as Activation }) }),
  initializer: (made) => ({ layers: dense({ kernelInitializer: made as Initializer }) }),
  regularizer: (made) => ({ layers: dense({ kernelRegularizer: made as Regularizer }) }),
  constraint: (made) => ({ layers: dense({ kernelConstraint: made as Constraint }) }),
  loss: (made) => ({
    layers: dense(made.config.fromLogits ? {} : { activation: YIELDS[made.kind] ?? 'linear' }),
    loss: made as Loss,
    y: made.kind.startsWith('Sparse') ? labels : oneHot,
  }),
  metric: (made) => {
    const isSparse = /^Sparse/.test(made.kind);
    return {
      layers: dense({ activation: 'softmax' }),
      loss: isSparse ? losses.SparseCategoricalCrossentropy() : losses.CategoricalCrossentropy(),
      metrics: [made as Metric],
      y: isSparse ? labels : oneHot,
    };
  },
  optimizer: (made) => ({ optimizer: made as Optimizer }),
  schedule: (made) => ({ optimizer: optimizers.SGD({ learningRate: made as Schedule }) }),
};

export type Factory = (...options: unknown[]) => Description;

export const factoriesOf = (namespace: object, pattern = /^[A-Z]/): readonly [string, Factory][] =>
  Object.entries(namespace).filter(
    (entry): entry is [string, Factory] => typeof entry[1] === 'function' && pattern.test(entry[0]),
  );

export const FACTORIES = [
  ...factoriesOf(layers),
  ...factoriesOf(activations, /./),
  ...factoriesOf(initializers),
  ...factoriesOf(regularizers),
  ...factoriesOf(constraints),
  ...factoriesOf(losses),
  ...factoriesOf(metrics),
  ...factoriesOf(optimizers),
  ...factoriesOf(optimizers.schedules),
];

/** What two epochs report on one engine; a refusal is reported by its kind. */
export async function outcome(program: Program, jitCompile: 'auto' | false): Promise<unknown> {
  const { y = oneHot, loss = losses.MeanSquaredError(), optimizer = SGD() } = program;
  try {
    const model = new Sequential(
      program.layers ?? [layers.Input({ shape: [INPUTS] }), layers.Dense({ units: OUTPUTS })],
      { seed: 1 },
    );
    model.compile({ optimizer, loss, metrics: program.metrics ?? [], jitCompile });
    const options = { epochs: 2, batchSize: 5, verbose: 0, seed: 1 } as const;
    const { history } = await model.fit(x, y as number[], options);
    return history;
  } catch (error) {
    if (error instanceof TsunoError) return `refused: ${error.name}`;
    throw error;
  }
}

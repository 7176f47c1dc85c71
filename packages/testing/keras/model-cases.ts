import type { Constraint, Initializer, Layer, Metric, Optimizer, Regularizer } from '@tsuno/core';
import { layers, optimizers, Sequential } from 'tsuno';
import { type Case, GOLDENS, make } from '../src/keras-files.ts';
import { lcg } from '../src/lcg.ts';
import { type Data, dataFor } from './data-for.ts';

/** A model around one thing that Keras has, and data that it can be trained with. */
export interface ModelCase extends Data {
  readonly name: string;
  /** Keras draws other numbers than we do: how training goes on is not the same. */
  readonly isRandom: boolean;
  model(jitCompile: 'auto' | boolean): Sequential;
}

const { Dense, Flatten, BatchNormalization, Normalization } = layers;

const EXAMPLES = 24;
const RANDOM = ['Dropout', 'GaussianDropout', 'GaussianNoise'];

/** Examples for layers: the first of these shapes that a layer takes. */
const SHAPES = [[4], [3, 4], [2], [6]];

/** One case for each object that Keras has been asked to write, but those that are not measured on targets. */
export function modelCases(): readonly ModelCase[] {
  return GOLDENS[0].objects
    .filter(({ case: { type, kind } }) => type !== 'metric' || !['Mean', 'Sum'].includes(kind))
    .map(({ case: described }, index) => {
      const { type, kind, name: _, ...options } = described;
      return {
        name: `${index} ${type} ${kind} ${JSON.stringify(options)}`,
        isRandom: RANDOM.includes(kind),
        ...caseOf(described),
      };
    });
}

type Made = Omit<ModelCase, 'name' | 'isRandom'>;

function caseOf(described: Case): Made {
  switch (described.type) {
    case 'layer':
      return layerCase(described);
    case 'loss':
    case 'metric': {
      const { outputs, activation, loss, ...data } = dataFor(described, EXAMPLES);
      const isLoss = described.type === 'loss';
      return {
        ...data,
        model: compiled(
          () => [Dense({ units: 5, activation: 'tanh' }), Dense({ units: outputs, activation })],
          {
            loss: isLoss ? make(described) : loss,
            metrics: isLoss ? [] : [make(described) as Metric],
          },
        ),
      };
    }
    case 'optimizer':
    case 'schedule': {
      const made = make(described);
      const optimizer =
        described.type === 'optimizer'
          ? (made as Optimizer)
          : optimizers.SGD({ learningRate: made as never });
      const all = () => [
        Dense({ units: 3, activation: 'tanh' }),
        BatchNormalization(),
        Dense({ units: 2 }),
      ];
      return { ...regression([4]), model: compiled(all, { optimizer }) };
    }
    default: {
      const option = {
        initializer: {
          kernelInitializer:
            described.type === 'initializer' ? (make(described) as Initializer) : undefined,
        },
        regularizer: {
          kernelRegularizer:
            described.type === 'regularizer' ? (make(described) as Regularizer) : undefined,
        },
        constraint: {
          kernelConstraint:
            described.type === 'constraint' ? (make(described) as Constraint) : undefined,
        },
        activation: {},
      }[described.type];
      const all = () => [Dense({ units: 4, activation: 'tanh', ...option }), Dense({ units: 2 })];
      return { ...regression([4]), model: compiled(all, {}) };
    }
  }
}

function layerCase(described: Case): Made {
  for (const shape of described.kind === 'Input' ? [described.shape as number[]] : SHAPES) {
    const data = regression(shape);
    const needsData = described.kind === 'Normalization' && described.mean === undefined;
    const own = () =>
      needsData ? Normalization().adapt(data.x as number[][]) : (make(described) as Layer);
    const model = compiled(() => [own(), Flatten(), Dense({ units: 2 })], {});
    try {
      model('auto').build([null, ...shape]);
      return { ...data, model };
    } catch {
      // The next shape.
    }
  }
  throw new Error(`No shape of data is for ${JSON.stringify(described)}: add one to SHAPES.`);
}

function compiled(
  all: () => readonly Layer[],
  options: {
    readonly optimizer?: Optimizer;
    readonly loss?: unknown;
    readonly metrics?: readonly Metric[];
  },
): ModelCase['model'] {
  const {
    optimizer = optimizers.Adam({ learningRate: 0.01 }),
    loss = 'mse',
    metrics = [],
  } = options;
  return (jitCompile) => {
    const model = new Sequential(all(), { seed: 3 });
    model.compile({ optimizer, loss: loss as 'mse', metrics, jitCompile });
    return model;
  };
}

function regression(shape: readonly number[]): Data {
  const size = shape.reduce((product, axis) => product * axis, 1);
  const numbers = lcg(11, EXAMPLES * (size + 2)).map((value) => 2 * value - 1);
  const nested = (values: readonly number[], axes: readonly number[]): unknown => {
    if (axes.length === 0) return values[0];
    const step = values.length / axes[0];
    return Array.from({ length: axes[0] }, (_, index) =>
      nested(values.slice(index * step, (index + 1) * step), axes.slice(1)),
    );
  };
  return {
    x: nested(numbers.slice(0, EXAMPLES * size), [EXAMPLES, ...shape]) as unknown[],
    y: nested(numbers.slice(EXAMPLES * size), [EXAMPLES, 2]) as unknown[],
  };
}

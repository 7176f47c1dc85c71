import { kerasJsonText } from '@tsuno/saving';
import {
  activations,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
  regularizers,
  Sequential,
} from 'tsuno';
import { type Case, GOLDENS, make, registry } from '../src/keras-files.ts';

/**
 * Prints models for `read_json.py`, as we write them for Keras: everything in the vocabulary, each thing in a model that
 * can have it, beside what Keras wrote for it.
 */
const { schedules } = optimizers;

interface Parts {
  readonly layers?: readonly unknown[];
  /** True by default. */
  readonly isBuilt?: boolean;
  readonly optimizer?: unknown;
  readonly loss?: unknown;
  readonly metrics?: readonly unknown[];
}

/** A model with these parts, as it is written. */
function written({ layers: inner = [], isBuilt = true, optimizer, loss, metrics }: Parts): string {
  const all = [...(isBuilt ? [layers.Input({ shape: [4] })] : []), ...inner] as never;
  const model = new Sequential(all, { seed: 1 });
  const compiled = { optimizer: optimizer ?? 'sgd', loss: loss ?? 'mse', metrics: metrics ?? [] };
  model.compile(compiled as never);
  return kerasJsonText(model.toJSON(), { registry });
}

/** The model that shows a case, and where in its JSON the case stands. */
function showing(one: Case): readonly [Parts, readonly (string | number)[]] {
  const made = make(one);
  const dense = (options: object) => ({ layers: [layers.Dense({ units: 3, ...options })] });
  const inLayer = (key: string) => ['config', 'layers', 1, 'config', key];
  switch (one.type) {
    case 'initializer':
      return [dense({ kernelInitializer: made }), inLayer('kernel_initializer')];
    case 'regularizer':
      return [dense({ kernelRegularizer: made }), inLayer('kernel_regularizer')];
    case 'constraint':
      return [dense({ kernelConstraint: made }), inLayer('kernel_constraint')];
    case 'optimizer':
      return [{ ...dense({}), optimizer: made }, ['compile_config', 'optimizer']];
    case 'schedule': {
      const optimizer = optimizers.SGD({ learningRate: made as never });
      return [
        { ...dense({}), optimizer },
        ['compile_config', 'optimizer', 'config', 'learning_rate'],
      ];
    }
    case 'loss': {
      const activation = made.config.fromLogits === true ? 'linear' : 'softmax';
      return [{ ...dense({ activation }), loss: made }, ['compile_config', 'loss']];
    }
    case 'metric':
      return [{ ...dense({}), metrics: [made] }, ['compile_config', 'metrics', 0]];
    default:
      return [{ layers: [made], isBuilt: false }, ['config', 'layers', 0]];
  }
}

/** What has no golden: options that Keras's files forget, whole numbers where Keras wants floats, what is only ours. */
const FURTHER: Readonly<Record<string, Parts>> = {
  'whole rates': { optimizer: optimizers.Adam({ learningRate: 1 }) },
  'a whole momentum': { optimizer: optimizers.SGD({ momentum: 1 }) },
  'a schedule of whole numbers': {
    optimizer: optimizers.SGD({
      learningRate: schedules.ExponentialDecay({
        initialLearningRate: 1,
        decaySteps: 4,
        decayRate: 2,
      }),
    }),
  },
  'steps at whole rates': {
    optimizer: optimizers.SGD({
      learningRate: schedules.PiecewiseConstantDecay({ boundaries: [1, 2], values: [1, 0.5, 0] }),
    }),
  },
  'a seed below zero': {
    layers: [
      layers.Dropout({ rate: 0.5, seed: -1 }),
      layers.Dense({ units: 1, kernelInitializer: initializers.HeNormal({ seed: 2 ** 40 }) }),
    ],
  },
  'activations with options': {
    layers: [
      layers.Dense({ units: 3, activation: activations.relu({ maxValue: 2, threshold: 1 }) }),
      layers.Dense({ units: 3, activation: activations.leakyRelu({ negativeSlope: 0 }) }),
      layers.Activation(activations.elu({ alpha: 2 })),
      layers.Activation(activations.softmax({ axis: 1 })),
    ],
  },
  'a slash in a name': { layers: [layers.Dense({ units: 1, name: 'a/b' })] },
  'metrics that follow a loss of logits': {
    layers: [layers.Dense({ units: 1 })],
    loss: losses.BinaryCrossentropy({ fromLogits: true }),
    metrics: ['accuracy', metrics.AUC(), metrics.Precision(), metrics.BinaryAccuracy()],
  },
  'no decay for biases': {
    layers: [layers.Dense({ units: 1, kernelRegularizer: regularizers.L1({ l1: 1 }) })],
    optimizer: optimizers.AdamW({ excludeFromWeightDecay: ['bias'] }),
  },
};

/** What Keras cannot compute, with the name by which it has to refuse it. */
const REFUSED: Readonly<Record<string, Parts>> = {
  AdaBelief: { layers: [layers.Dense({ units: 1 })], optimizer: optimizers.AdaBelief() },
  Adam: {
    layers: [layers.Dense({ units: 1 })],
    optimizer: optimizers.Adam({ variant: 'pytorch' }),
  },
  celu: { layers: [layers.Dense({ units: 1, activation: activations.celu({ alpha: 2 }) })] },
  BinaryCrossentropy: {
    layers: [layers.Dense({ units: 1 })],
    metrics: [metrics.BinaryCrossentropy({ axis: 1 })],
  },
};

const goldens = GOLDENS[0].objects.map(({ case: one, json }) => {
  const [parts, path] = showing(one);
  return { title: JSON.stringify(one), text: written(parts), path, json };
});
const further = Object.entries(FURTHER).map(([title, parts]) => ({ title, text: written(parts) }));
const refused = Object.entries(REFUSED).map(([name, parts]) => ({ name, text: written(parts) }));
console.log(JSON.stringify({ goldens, further, refused }));

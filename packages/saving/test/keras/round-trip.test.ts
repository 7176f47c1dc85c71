import { type DescriptionJson, type DescriptionType, toConfigJson } from '@tsuno/core';
import * as fc from 'fast-check';
import * as holes from '../../../testing/src/holes.ts';
import { EXPORTS, registry } from '../../../testing/src/keras-files.ts';
import { makeLeast } from '../../../testing/src/least-options.ts';
import { cases, modelOf } from '../../../testing/src/random-models.ts';
import {
  activations,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
  Sequential,
} from '../../../tsuno/src/index.ts';
import { decodeDescription } from '../../src/keras/decode-description.ts';
import { encodeDescription } from '../../src/keras/encode-description.ts';
import { fromKerasJson } from '../../src/keras/from-keras-json.ts';
import { pythonJson } from '../../src/keras/python-json.ts';
import { kerasJsonText, toKerasJson } from '../../src/keras/to-keras-json.ts';

const back = (json: DescriptionJson, isLogits = false) => {
  const written = pythonJson(encodeDescription({ who: 'save', registry, isLogits }, json));
  const decoding = { who: 'load', registry, isLegacy: false };
  const type = json.type as DescriptionType;
  return toConfigJson(decodeDescription(decoding, JSON.parse(written), type, 'it'));
};

it.each(EXPORTS.filter(([type]) => type !== 'activation'))('%s %s comes back', (type, kind) => {
  const factory = (registry[type] as Readonly<Record<string, (options?: object) => never>>)[kind];
  const json = toConfigJson(makeLeast(kind, factory));
  expect(back(json)).toEqual(json);
});

it.each(EXPORTS.filter(([type]) => type === 'activation'))('%s %s comes back', (_type, kind) => {
  const factory = (activations as unknown as Record<string, (options?: object) => never>)[kind];
  const json = toConfigJson(layers.Activation(makeLeast(kind, factory)));
  expect(back(json)).toEqual(json);
});

describe('what Keras’s config cannot hold comes back', () => {
  it.each<
    readonly [string, { readonly type: string; readonly kind: string; readonly config: object }]
  >([
    ['a variant', optimizers.Adam({ variant: 'pytorch', epsilon: 1e-3 })],
    ['weights that do not decay', optimizers.AdamW({ excludeFromWeightDecay: ['bias', 'a|b'] })],
    ['the axis of a metric', metrics.BinaryCrossentropy({ axis: 1, labelSmoothing: 0.5 })],
    ['a seed below zero', layers.Dropout({ rate: 0.5, seed: -(2 ** 40) })],
    ['a seed of 33 bits', initializers.HeNormal({ seed: 2 ** 32 })],
    ['a name with a slash', layers.Dense({ units: 1, name: 'a/b/c' })],
    [
      'an activation with options',
      layers.Dense({ units: 1, activation: activations.relu({ maxValue: 3 }) }),
    ],
    [
      'an activation that Keras has without options',
      layers.Activation(activations.celu({ alpha: 3 })),
    ],
    ['a loss whose options Keras forgets', losses.Huber({ delta: 0.25 })],
    ['a gain', initializers.Identity({ gain: 3 })],
    ['minus zero', layers.Rescaling({ scale: -0 })],
    ['numbers that are not short', layers.Rescaling({ scale: [1 / 3, 1e-30, 1e21, 5e-324] })],
  ])('%s', (_title, description) => {
    const json = toConfigJson(description as never);
    expect(back(json)).toEqual(json);
  });

  it.each([
    metrics.AUC,
    metrics.BinaryAccuracy,
    metrics.BinaryCrossentropy,
    metrics.Precision,
    metrics.BinaryIoU,
  ])('that a metric follows the loss', (metric) => {
    for (const isLogits of [true, false]) {
      const json = toConfigJson(metric());
      expect(back(json, isLogits)).toEqual(json);
    }
  });
});

it('a metric that follows a loss of logits says to Keras what that means', () => {
  const model = new Sequential([layers.Dense({ units: 1 })]);
  model.compile({
    optimizer: 'sgd',
    loss: losses.BinaryCrossentropy({ fromLogits: true }),
    metrics: [metrics.AUC(), metrics.BinaryAccuracy(), metrics.Precision()],
  });
  const { compile_config } = toKerasJson(model.toJSON(), { registry }) as {
    compile_config: { metrics: { config: object }[] };
  };
  expect(compile_config.metrics.map(({ config }) => config)).toMatchObject([
    { from_logits: true },
    { threshold: 0 },
    { thresholds: 0 },
  ]);
});

it('whole numbers are floats where Python must have floats', () => {
  const model = new Sequential([layers.Dense({ units: 1 })]);
  const learningRate = optimizers.schedules.CosineDecay({ initialLearningRate: 1, decaySteps: 10 });
  model.compile({ optimizer: optimizers.SGD({ learningRate, momentum: 0 }), loss: 'mse' });
  const text = kerasJsonText(model.toJSON(), { registry });
  expect(text).toContain('"initial_learning_rate": 1.0');
  expect(text).toContain('"momentum": 0.0');
  expect(text).toContain('"units": 1,');
});

it('any model comes back', () => {
  const custom = holes;
  fc.assert(
    fc.property(cases, (one) => {
      const model = modelOf(one);
      const definition = model.toJSON();
      const json = toKerasJson(definition, { registry });
      const again = fromKerasJson(json, { registry: { ...registry, custom } });
      expect(again).toEqual(definition);
    }),
    { numRuns: 100, seed: 10 },
  );
});

import '../../../engine-tfjs/src/index.ts';
import { type Layer, seededRng, sizeOf, tf } from '@tsuno/core';
import { uniform } from '../../../testing/src/index.ts';
import { makeLeast } from '../../../testing/src/least-options.ts';
import * as layers from '../../src/index.ts';

const INPUT = [3];
const EXAMPLES = 5;

/** What a layer gives for the same examples and weights, in training or not, with this randomness. */
function outputs(layer: Layer, training: boolean, seed: number): readonly number[] {
  return tf.tidy(() => {
    const { weights } = layer.plan(INPUT, 'it');
    const tensors = weights.map(({ name, shape, initializer }) => [
      name,
      tf.tensor(initializer.call(shape, seededRng(1)), [...shape]),
    ]);
    const x = tf.tensor(uniform(2, EXAMPLES * sizeOf(INPUT), -2, 3), [EXAMPLES, ...INPUT]);
    const mode = { training, rng: seededRng(seed), step: training ? seed : 0, update: () => {} };
    return [...layer.call(x, Object.fromEntries(tensors), mode).dataSync()];
  });
}

/** The same of a layer by looking: whether it is random, and whether training makes a difference. */
function observed(layer: Layer) {
  const [evaluated, first, second] = [
    outputs(layer, false, 3),
    outputs(layer, true, 3),
    outputs(layer, true, 4),
  ];
  expect(outputs(layer, false, 4)).toEqual(evaluated);
  const isRandom = String(first) !== String(second);
  return { isRandom, differsInTraining: isRandom || String(first) !== String(evaluated) };
}

const factories = Object.entries(layers as unknown as Record<string, (options?: object) => Layer>);
const known = { Normalization: { mean: 1, variance: 4 } } as Readonly<Record<string, object>>;

describe('What a layer says about itself', () => {
  it.each([
    ...factories.map(
      ([name, make]) =>
        [name, known[name] ? make(known[name]) : makeLeast(name, make)] as [string, Layer],
    ),
    ['Dropout of nothing', layers.Dropout({ rate: 0 })],
    ['Dropout with a seed', layers.Dropout({ rate: 0.5, seed: 1 })],
    ['Dropout with a noiseShape', layers.Dropout({ rate: 0.5, noiseShape: [null, 1] })],
    ['GaussianNoise of nothing', layers.GaussianNoise({ stddev: 0 })],
    ['GaussianNoise with a seed', layers.GaussianNoise({ stddev: 1, seed: 1 })],
    ['frozen BatchNormalization', layers.BatchNormalization({ trainable: false })],
  ] as [string, Layer][])('is so: %s', (_name, layer) => {
    const { isRandom, differsInTraining } = layer;
    expect({ isRandom, differsInTraining }).toEqual(observed(layer));
  });

  it('is something for Dropout, GaussianDropout, GaussianNoise and BatchNormalization', () => {
    const said = (claim: 'isRandom' | 'differsInTraining') =>
      factories.filter(([name, make]) => makeLeast(name, make)[claim]).map(([name]) => name);
    expect(said('isRandom')).toEqual(
      expect.arrayContaining(['Dropout', 'GaussianDropout', 'GaussianNoise']),
    );
    expect(said('differsInTraining')).toContain('BatchNormalization');
  });
});

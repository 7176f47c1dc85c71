import { OptionError, tf } from '@tsuno/core';
import { layers, Sequential } from '../../tsuno/src/index.ts';
import { setRandomSeed, splitDataset, trainTestSplit } from '../src/index.ts';

/** Everything that draws a seed when it is given none. */
async function program(): Promise<readonly number[]> {
  const x = Array.from({ length: 20 }, (_, i) => [i / 20]);
  const [xTrain, , yTrain] = trainTestSplit(x, x);
  const model = new Sequential([
    layers.Dense({ units: 3, activation: 'relu' }),
    layers.Dropout({ rate: 0.5 }),
    layers.Dense({ units: 1 }),
  ]);
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  await model.fit(xTrain, yTrain, { epochs: 2, batchSize: 4, verbose: 0 });
  const [[left]] = splitDataset([x], { leftSize: 0.5, shuffle: true });
  return [
    ...xTrain.flat(),
    ...model.getWeights().flatMap((weight) => Array.from(weight.dataSync())),
    ...left.flat(),
  ];
}

describe('setRandomSeed', () => {
  it('makes models, layers and splits without a seed of their own repeatable', async () => {
    setRandomSeed(3);
    const first = await program();
    setRandomSeed(3);
    expect(await program()).toEqual(first);
    setRandomSeed(4);
    expect(await program()).not.toEqual(first);
  });

  it('gives two models in a row different starts', () => {
    setRandomSeed(3);
    const [a, b] = [0, 1].map(() => {
      const model = new Sequential([layers.Input({ shape: [2] }), layers.Dense({ units: 2 })]);
      return Array.from(model.getWeights()[0].dataSync());
    });
    expect(a).not.toEqual(b);
  });

  it.each([0.5, 'seed', null])('refuses %p', (seed) => {
    expect(() => setRandomSeed(seed as never)).toThrow(OptionError);
  });

  afterAll(() => tf.disposeVariables());
});

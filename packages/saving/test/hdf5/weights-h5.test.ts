import { layers, optimizers, Sequential } from '../../../tsuno/src/index.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

async function trained(optimizer: unknown) {
  const model = new Sequential(
    [
      layers.Dense({ units: 3, activation: 'relu' }),
      layers.BatchNormalization(),
      layers.Dropout({ rate: 0.5 }),
      layers.Dense({ units: 2 }),
    ],
    { seed: 1 },
  );
  model.compile({ optimizer: optimizer as never, loss: 'mse' });
  const x = Array.from({ length: 24 }, (_, i) => [Math.sin(i), Math.cos(i), i / 24, 1]);
  const y = x.map(([a, b]) => [a * b, a + b]);
  await model.fit(x, y, { epochs: 1, batchSize: 8, verbose: 0, shuffle: false });
  return model;
}

describe('.weights.h5', () => {
  it('holds weights and the state of the optimizer', async () => {
    const model = await trained(optimizers.Nadam({ useEma: true, gradientAccumulationSteps: 2 }));
    await model.saveWeights('a.weights.h5');
    const other = await trained(optimizers.Nadam({ useEma: true, gradientAccumulationSteps: 2 }));
    other.setWeights(model.weights.map(({ values }) => values.map(() => 0)));
    await other.loadWeights('a.weights.h5');
    expect(other.weights).toEqual(model.weights);
    expect(other.optimizerState).toEqual(model.optimizerState);
  });
});

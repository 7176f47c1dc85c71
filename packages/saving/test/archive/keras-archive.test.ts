import { layers, loadModel, optimizers, Sequential } from '../../../tsuno/src/index.ts';

jest.mock('../../src/places/places.ts', () => jest.requireActual('../memory-places.ts'));

const x = Array.from({ length: 24 }, (_, i) => [Math.sin(i), Math.cos(i), i / 24, 1]);
const y = x.map(([a, b]) => [a * b, a + b]);
const fit = { batchSize: 8, verbose: 0 } as const;

function fresh() {
  const model = new Sequential(
    [
      layers.Dense({ units: 3, activation: 'relu' }),
      layers.BatchNormalization(),
      layers.Dropout({ rate: 0.5 }),
      layers.Dense({ units: 2 }),
    ],
    { seed: 1 },
  );
  model.compile({
    optimizer: optimizers.Nadam({ useEma: true, gradientAccumulationSteps: 2 }),
    loss: 'mse',
    metrics: ['mae'],
  });
  return model;
}

describe('.keras', () => {
  it('goes on as the model would have', async () => {
    const model = fresh();
    await model.fit(x, y, { ...fit, epochs: 1 });
    await model.save('a.keras');
    const opened = await loadModel('a.keras');
    expect(opened.toJSON()).toEqual(model.toJSON());
    expect(opened.weights).toEqual(model.weights);
    expect(opened.optimizerState).toEqual(model.optimizerState);
    await model.fit(x, y, { ...fit, epochs: 1 });
    await opened.fit(x, y, { ...fit, epochs: 1 });
    expect(opened.weights).toEqual(model.weights);
  });
});

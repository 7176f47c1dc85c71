import {
  lab,
  layers,
  losses,
  optimizers,
  Sequential,
  StateError,
} from '../../../tsuno/src/index.ts';
import { oneUnit, tenInputs } from '../one-unit.ts';

const { x, y } = tenInputs;
const names = [
  { layer: 0, index: [3, 0] },
  { layer: 0, weight: 'bias', index: [0] },
] as const;

/** The mean squared error of a line, in doubles. */
const mse = (w: readonly number[]) =>
  x.reduce((sum, row, r) => sum + (row.reduce((s, v, j) => s + v * w[j], w[10]) - y[r]) ** 2, 0) /
  x.length;

describe('parameterSlice', () => {
  const model = oneUnit();
  const start = model.getWeights().flatMap((tensor) => [...tensor.dataSync()]);
  const slice = lab.functions.parameterSlice({ model, x, y, parameters: names });
  const at = (w1: number, w2: number) => start.map((w, j) => (j === 3 ? w1 : j === 10 ? w2 : w));

  it('is the loss with two numbers changed, and leaves the model as it was', async () => {
    expect(slice.labels).toEqual(['w₄', 'b']);
    for (const [w1, w2] of [
      [0, 0],
      [1, -2],
    ] as const) {
      expect((await slice.value(w1, w2)) / mse(at(w1, w2))).toBeCloseTo(1, 5);
    }
    expect(model.getWeights().flatMap((tensor) => [...tensor.dataSync()])).toEqual(start);
  });

  it('has the gradient of that loss', async () => {
    const [g1, g2] = await slice.gradient(0.5, 1);
    expect(g1).toBeCloseTo((mse(at(0.6, 1)) - mse(at(0.4, 1))) / 0.2, 3);
    expect(g2).toBeCloseTo((mse(at(0.5, 1.1)) - mse(at(0.5, 0.9))) / 0.2, 3);
  });

  it.each([
    ['BatchNormalization', layers.BatchNormalization()],
    ['Dropout', layers.Dropout({ rate: 0.5 })],
    ['GaussianNoise', layers.GaussianNoise({ stddev: 1 })],
  ])('has the gradient of its own value with %s', async (_name, layer) => {
    const other = new Sequential(
      [layers.Input({ shape: [10] }), layer, layers.Dense({ name: 'line', units: 1 })],
      { seed: 3 },
    );
    other.compile({ optimizer: 'sgd', loss: losses.MeanSquaredError() });
    const parameters = [
      { layer: 'line', index: [9, 0] },
      { layer: 'line', weight: 'bias', index: [0] },
    ] as const;
    const { value, gradient } = lab.functions.parameterSlice({
      model: other,
      x: x.map((row, r) => row.map((_, j) => Math.sin(r * (j + 1)))),
      y,
      parameters,
    });
    const [g1, g2] = await gradient(0.5, 1);
    // Exact, as the loss is a square.
    const by1 = ((await value(1.5, 1)) - (await value(-0.5, 1))) / 2;
    const by2 = ((await value(0.5, 2)) - (await value(0.5, 0))) / 2;
    expect(g1 / by1).toBeCloseTo(1, 2);
    expect(g2 / by2).toBeCloseTo(1, 2);
  });

  it('refuses one number twice, and models that are not ready', () => {
    const sliceOf = (own: Sequential, parameters: unknown = names) =>
      lab.functions.parameterSlice({ model: own, x, y, parameters } as never);
    expect(() => sliceOf(model, [names[0], names[0]])).toThrow(
      'two different ones, but both are w',
    );
    const bare = [layers.Dense({ units: 1 })];
    expect(() => sliceOf(new Sequential(bare))).toThrow(StateError);
    expect(() => sliceOf(new Sequential([layers.Input({ shape: [10] }), ...bare]))).toThrow(
      'the model is not compiled',
    );
  });
});

describe('planeSlice', () => {
  const model = (seed: number) =>
    new Sequential([layers.Input({ shape: [10] }), layers.Dense({ units: 1 })], { seed });
  const options = {
    model,
    loss: losses.MeanSquaredError(),
    data: { xTrain: x, yTrain: y },
    optimizers: {
      'gradient descent': optimizers.SGD({ learningRate: 1e-5 }),
      Adam: optimizers.Adam({ learningRate: 0.05 }),
    },
    epochs: 10,
    every: 1,
    grid: 5,
  };

  it('goes through the start and both ends, at their true losses', async () => {
    const { paths, start, notes, surface } = await lab.planeSlice(options);
    expect(start).toEqual([0, 0]);
    expect(surface.heights.values).toHaveLength(25);
    expect(notes).toHaveLength(2);
    const trained = model(1);
    trained.compile({ optimizer: optimizers.Adam({ learningRate: 0.05 }), loss: options.loss });
    const first = (await trained.evaluate(x, y, { verbose: 0 })) as number;
    await trained.fit(x, y, { epochs: 10, seed: 1, verbose: 0 });
    const last = (await trained.evaluate(x, y, { verbose: 0 })) as number;
    const [descent, adam] = paths;
    expect(adam.values[0] / first).toBeCloseTo(1, 4);
    expect(adam.end.value / last).toBeCloseTo(1, 4);
    expect(descent.points[0]).toEqual([0, 0]);
    expect(descent.end.point[1]).toBeCloseTo(0, 6);
  });

  it('refuses one optimizer, and two that do not move', async () => {
    const still = optimizers.SGD({ learningRate: 0 });
    const one = { Adam: optimizers.Adam() };
    await expect(lab.planeSlice({ ...options, optimizers: one })).rejects.toThrow('at least two');
    await expect(
      lab.planeSlice({ ...options, optimizers: { a: still, b: still } }),
    ).rejects.toThrow('the start and the two ends lie on one line');
  });
});

import {
  lab,
  layers,
  losses,
  type Optimizer,
  optimizers,
  Sequential,
  StateError,
} from '../../../tsuno/src/index.ts';
import { oneUnit, tenInputs } from '../one-unit.ts';

const { x, y } = tenInputs;
/** Weights are float32, and a step is a difference of two of them. */
const FLOAT32 = 1e-5;

/** The gradient of the mean squared error of a line, and Adam, in doubles and without anything of Tsuno's. */
function adamByHand(start: readonly number[], steps: number, alpha: number) {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
  const w = [...start];
  const m = w.map(() => 0);
  const v = w.map(() => 0);
  return Array.from({ length: steps }, (_, i) => {
    const t = i + 1;
    const errors = x.map((row, r) => row.reduce((sum, each, j) => sum + each * w[j], w[10]) - y[r]);
    return w
      .map((_, j) => {
        const g = errors.reduce((sum, e, r) => sum + (2 * e * (x[r][j] ?? 1)) / x.length, 0);
        m[j] = beta1 * m[j] + (1 - beta1) * g;
        v[j] = beta2 * v[j] + (1 - beta2) * g * g;
        const rate =
          (alpha * Math.sqrt(1 - beta2 ** t)) / ((1 - beta1 ** t) * (Math.sqrt(v[j]) + epsilon));
        const agreement = Math.abs(m[j] / (1 - beta1 ** t)) / Math.sqrt(v[j] / (1 - beta2 ** t));
        return { rate, agreement: Math.min(1, agreement), step: -rate * m[j] };
      })
      .map((line, j) => {
        w[j] += line.step;
        return line;
      });
  });
}

async function recorded(model: Sequential, options: lab.ProbeOptions = {}, epochs = 30) {
  const probe = lab.probe(model, options);
  await model.fit(x, y, { epochs, batchSize: 40, verbose: 0, callbacks: [probe] });
  return probe.recording();
}

describe('probe', () => {
  it('records the lecture’s α₁ … α₁₁ as a program of its own computes them', async () => {
    const model = oneUnit();
    const start = model.getWeights().flatMap((tensor) => [...tensor.dataSync()]);
    const { parameters, steps } = await recorded(model);
    const expected = adamByHand(start, 30, 0.01);
    expect(steps).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(parameters.map(({ label }) => label).join(' ')).toBe('w₁ w₂ w₃ w₄ w₅ w₆ w₇ w₈ w₉ w₁₀ b');
    parameters.forEach((track, j) => {
      expected.forEach((line, i) => {
        expect((track.rate[i] as number) / line[j].rate - 1).toBeCloseTo(0, 3);
        expect(Math.abs((track.agreement[i] as number) - line[j].agreement)).toBeLessThan(1e-3);
        expect(Math.abs(track.step[i] - line[j].step)).toBeLessThan(FLOAT32);
      });
    });
  });

  it('finds |Δw| ≈ α in the first step, though gradients differ a million times in size', async () => {
    const { parameters } = await recorded(oneUnit(), {}, 1);
    const rates = parameters.map(({ rate }) => rate[0] as number);
    expect(Math.max(...rates) / Math.min(...rates)).toBeGreaterThan(1000);
    for (const { step, agreement } of parameters) {
      expect(Math.abs(Math.abs(step[0]) - 0.01)).toBeLessThan(1e-4);
      expect(agreement[0]).toBeCloseTo(1, 5);
    }
  });

  it('keeps the agreement in [0, 1], and the step is −α_j·m', async () => {
    const { parameters } = await recorded(oneUnit());
    for (const { agreement } of parameters) {
      expect(Math.min(...(agreement as number[]))).toBeGreaterThanOrEqual(0);
      expect(Math.max(...(agreement as number[]))).toBeLessThanOrEqual(1);
    }
  });

  it('finds the one rate α for gradient descent', async () => {
    const { parameters, formula } = await recorded(oneUnit(optimizers.SGD({ learningRate: 1e-6 })));
    expect(formula).toBe('α');
    for (const { rate, agreement } of parameters) {
      expect(new Set(rate)).toEqual(new Set([1e-6]));
      expect(new Set(agreement)).toEqual(new Set([null]));
    }
  });

  it('reads every n-th batch, and the parameters asked for', async () => {
    const model = oneUnit();
    const options = { every: 10, parameters: [{ layer: 0, weight: 'bias', index: [0] }] };
    const some = await recorded(model, options);
    const all = await recorded(oneUnit());
    expect(some.steps).toEqual([1, 11, 21]);
    expect(some.parameters).toHaveLength(1);
    expect(some.parameters[0].step).toEqual([0, 10, 20].map((i) => all.parameters[10].step[i]));
  });

  it('gives quantiles for each weight where there are many numbers', async () => {
    const model = new Sequential(
      [layers.Input({ shape: [10] }), layers.Dense({ units: 6 }), layers.Dense({ units: 1 })],
      { seed: 1 },
    );
    model.compile({ optimizer: optimizers.Adam(), loss: losses.MeanSquaredError() });
    const { parameters, weights } = await recorded(model, { quantiles: [0, 0.5, 1] }, 3);
    expect(parameters).toEqual([]);
    expect(weights.map(({ label, size }) => [label, size])).toEqual([
      ['dense/kernel', 60],
      ['dense/bias', 6],
      ['dense_1/kernel', 6],
      ['dense_1/bias', 1],
    ]);
    const [least, middle, most] = weights[0].rate[2] as readonly number[];
    expect(least).toBeLessThan(middle);
    expect(middle).toBeLessThan(most);
    expect(weights[3].step[2][0]).toBe(weights[3].step[2][2]);
  });

  it.each([
    [optimizers.Adam(), 12, 6],
    [optimizers.RMSprop(), 12, 6],
    [optimizers.Adagrad(), 0, 0],
    [optimizers.SGD(), 0, 0],
  ])('leaves out numbers that never had a gradient (%#)', async (optimizer, atFirst, atLast) => {
    const model = new Sequential([layers.Input({ shape: [3] }), layers.Dense({ units: 6 })], {
      seed: 1,
    });
    model.compile({ optimizer, loss: losses.MeanSquaredError() });
    const probe = lab.probe(model, { quantiles: [0, 1], parameters: undefined });
    // The first input is never used, the second not in the first batch.
    const inputs = [[0, 0, 1], ...Array(3).fill([0, 1, 1])];
    const targets = inputs.map(() => Array(6).fill(5));
    const options = { batchSize: 1, shuffle: false, verbose: 0 as const, callbacks: [probe] };
    await model.fit(inputs, targets, options);
    expect(probe.recording().weights[0]?.leftOut ?? []).toEqual([atFirst, atLast, atLast, atLast]);
    const [{ rate, step }, bias] = probe.recording().weights;
    expect(bias.leftOut).toEqual([0, 0, 0, 0]);
    if (atLast === 0) return;
    const [least, most] = rate[3] as readonly number[];
    expect(most / least).toBeLessThan(100);
    expect(step[0][0]).toBeGreaterThan(0);
  });

  it('changes nothing of the training', async () => {
    const bare = oneUnit();
    await bare.fit(x, y, { epochs: 5, verbose: 0 });
    const watched = oneUnit();
    await watched.fit(x, y, { epochs: 5, verbose: 0, callbacks: [lab.probe(watched)] });
    const [a, b] = [bare, watched].map((model) => model.getWeights()[0].dataSync());
    expect(a).toEqual(b);
  });

  it.each([
    [
      { parameters: [{ layer: 0, weight: 'bias', index: [1] }] },
      'index must be a place in dense/bias, whose shape is [1], got [1]',
    ],
    [
      { parameters: [{ layer: 0, weight: 'gamma', index: [1] }] },
      'there is no trained weight "dense/gamma". Trained are "dense/kernel", "dense/bias"',
    ],
    [{ parameters: [] }, 'parameters must be a list such as'],
    [{ quantiles: [0.5, 1.5] }, 'quantiles must be a number in [0, 1], got 1.5'],
    [{ quantiles: 0.5 }, 'quantiles must be a list such as [0.1, 0.5, 0.9], got 0.5'],
    [{ every: 0 }, 'every must be a whole number of at least 1, got 0'],
    [{ evry: 1 }, 'unknown option "evry". Did you mean "every"?'],
  ])('refuses %j', async (options, message) => {
    await expect(recorded(oneUnit(), options as never, 1)).rejects.toThrow(message);
  });

  it('checks parameters when it is made, where the model is built', () => {
    const parameters = [{ layer: 0, weight: 'gamma', index: [1] }];
    expect(() => lab.probe(oneUnit(), { parameters })).toThrow('there is no trained weight');
  });

  it('refuses to watch another model, also one of the same seed', async () => {
    const [own, other] = [oneUnit(), oneUnit()];
    const fitOther = () => other.fit(x, y, { verbose: 0, callbacks: [lab.probe(own)] });
    await expect(fitOther()).rejects.toThrow(StateError);
    await expect(fitOther()).rejects.toThrow('probe: this probe was made for another model');
  });

  it.each([optimizers.SGD(), undefined])('refuses a model compiled anew (%#)', async (another) => {
    const model = oneUnit();
    const probe = lab.probe(model);
    const fit = () => model.fit(x, y, { verbose: 0, callbacks: [probe] });
    await fit();
    const { optimizer } = model.compileOptions as { optimizer: Optimizer };
    model.compile({ optimizer: another ?? optimizer, loss: losses.MeanSquaredError() });
    await expect(fit()).rejects.toThrow('probe: the model was compiled anew');
  });

  it('refuses a model that is not compiled', () => {
    const model = new Sequential([layers.Dense({ units: 1 })]);
    expect(() => lab.probe(model)).toThrow('probe: the model is not compiled');
  });
});

import type { Layer } from '../../../core/src/index.ts';
import type { History } from '../../../models/src/index.ts';
import { lab, layers, losses, optimizers, Sequential } from '../../../tsuno/src/index.ts';

const x = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(2 * i)]);
const y = x.map(([a, b]) => a - 2 * b + 1);
const ids = ({ findings }: lab.Diagnosis) => findings.map(({ id }) => id);

function line(learningRate: number): Sequential {
  const model = new Sequential([layers.Dense({ units: 1 })], { seed: 1 });
  model.compile({
    optimizer: optimizers.SGD({ learningRate }),
    loss: losses.MeanSquaredError(),
  });
  return model;
}
const fitted = async (learningRate: number, epochs = 12) => {
  const model = line(learningRate);
  const watch = lab.watch();
  await model.fit(x, y, { epochs, verbose: 0, callbacks: [watch] });
  return { model, run: watch };
};
/** What `fit` returns for these losses. */
const historyOf = (loss: number[]) => ({ history: { loss } }) as unknown as History;
/** A network with weights that are given, layer by layer. */
function network(made: readonly ReturnType<typeof layers.Dense>[], scale: number): Sequential {
  const model = new Sequential([layers.Input({ shape: [2] }), ...made], { seed: 2 });
  model.compile({ optimizer: 'sgd', loss: losses.MeanSquaredError() });
  model.setWeights(
    model
      .getWeights()
      .map((tensor) => tensor.dataSync().map((w: number) => w * scale)) as Float32Array[],
  );
  return model;
}

describe('diagnose', () => {
  it('finds nothing in a run that goes well', async () => {
    const { model, run } = await fitted(0.1);
    expect(lab.diagnose({ model, x, y, run }).findings).toEqual([]);
  });

  it('sees a rate that is too small, with the numbers', async () => {
    const { run } = await fitted(1e-4);
    const [finding] = lab.diagnose({ run }).findings;
    expect(finding).toMatchObject({
      id: 'rate-too-small',
      severity: 'warning',
      advice: 'Try 0.001.',
    });
    const { losses } = run.soFar();
    expect(finding.evidence).toContain(String(Number(losses[0].toPrecision(3))));
    expect(finding.evidence).toContain(String(Number(losses[11].toPrecision(3))));
  });

  it('does not take a run that has arrived for one that creeps', () => {
    const run = {
      optimizer: 'SGD',
      learningRate: 0.1,
      batchSize: 32,
      seed: 1,
      start: {},
      seconds: [],
      diverged: null,
    };
    const arrived = { ...run, curves: { loss: [0.1, 0.095, 0.0949, 0.09489, 0.09489] } };
    expect(ids(lab.diagnose({ run: arrived }))).toEqual([]);
    const creeping = { ...run, curves: { loss: [0.1, 0.099, 0.098, 0.097, 0.096] } };
    expect(ids(lab.diagnose({ run: creeping }))).toEqual(['rate-too-small']);
    const swinging = { ...run, curves: { loss: [0.1, 0.12, 0.09, 0.13, 0.11] } };
    expect(ids(lab.diagnose({ run: swinging }))).toEqual(['rate-too-large']);
  });

  it('says since which batch a run diverges, during the run', async () => {
    const { run } = await fitted(50);
    const [finding] = lab.diagnose({ run }).findings;
    expect(finding).toMatchObject({ id: 'diverged', severity: 'error' });
    expect(finding.evidence).toMatch(/^Since epoch 1, batch 2 the loss/);
  });

  it.each([
    ['small', 1e-4],
    ['large', 1],
  ])('gives no verdict on a rate, be it %s, before three epochs', async (_name, learningRate) => {
    const model = line(learningRate);
    const watch = lab.watch();
    const seen: string[][] = [];
    await model.fit(x, y, {
      epochs: 2,
      batchSize: 4,
      verbose: 0,
      callbacks: [
        watch,
        { onTrainBatchEnd: () => void seen.push(ids(lab.diagnose({ run: watch }))) },
      ],
    });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.flat().filter((id) => id !== 'diverged')).toEqual([]);
  });

  it('begins anew when it watches a second run', async () => {
    const watch = lab.watch();
    const fit = (learningRate: number) =>
      line(learningRate).fit(x, y, { epochs: 12, verbose: 0, callbacks: [watch] });
    await fit(50);
    expect(ids(lab.diagnose({ run: watch }))).toEqual(['diverged']);
    await fit(0.1);
    expect(ids(lab.diagnose({ run: watch }))).toEqual([]);
    expect(watch.soFar()).toMatchObject({ learningRate: expect.closeTo(0.1), diverged: null });
    expect(watch.soFar().losses).toHaveLength(12);
  });

  it.each([
    ['immense from the first epoch on', [8.2e9, 3e19, Number.NaN], 1],
    ['rising in every epoch', [4, 9, 20, 44, 93, 193], 4],
    ['no number any more', [0.5, 0.4, Number.NaN], 3],
    ['beyond what is a number', [4, 5, Infinity], 3],
  ])('sees that the losses of a run diverge: %s', (_name, loss, epoch) => {
    const [finding, ...others] = lab.diagnose({ run: historyOf(loss) }).findings;
    expect(finding).toMatchObject({ id: 'diverged', severity: 'error' });
    expect(finding.evidence).toContain(`Since epoch ${epoch} the loss`);
    expect(others).toEqual([]);
  });

  it.each([
    ['comes back', [4, 50, 30, 3, 2]],
    ['was nearly 0 at first', [0, 0.02, 0.01, 0.015]],
    ['is large because the targets are', [8.2e9, 4e9, 2e9, 1e9]],
  ])('does not take a run for diverged whose loss %s', (_name, loss) => {
    expect(ids(lab.diagnose({ run: historyOf(loss) }))).not.toContain('diverged');
  });

  it('does not take a run for diverged that meets an example without a loss first', async () => {
    const model = new Sequential([layers.Dense({ units: 1, useBias: false })], { seed: 1 });
    model.compile({
      optimizer: optimizers.SGD({ learningRate: 0.02 }),
      loss: losses.MeanSquaredError(),
    });
    const watch = lab.watch();
    const inputs = [[0], [1], [2], [1.5]];
    const fit = {
      batchSize: 1,
      epochs: 6,
      shuffle: false,
      verbose: 0,
      callbacks: [watch],
    } as const;
    await model.fit(inputs, [0, 200, 400, 300], fit);
    expect(lab.diagnose({ run: watch }).findings).toEqual([]);
    expect(watch.soFar().losses).toHaveLength(6);
  });

  it.each([
    [
      'has arrived and rises by nothing worth the name',
      [0.0107, 0.01071, 0.01069, 0.01072, 0.01071],
    ],
    ['does not move at all', [0.3, 0.3, 0.3, 0.3]],
  ])('gives no verdict on the rate of a run that %s', (_name, loss) => {
    expect(ids(lab.diagnose({ run: historyOf(loss) }))).toEqual([]);
  });

  it('names vanishing gradients, and no rate, where a run stands still for want of them', () => {
    const deep = Array.from({ length: 8 }, () => layers.Dense({ units: 4, activation: 'sigmoid' }));
    const model = network([...deep, layers.Dense({ units: 1 })], 1);
    const run = historyOf([2.78, 2.7, 2.73, 2.69, 2.8, 2.88]);
    expect(ids(lab.diagnose({ run }))).toEqual(['rate-too-large']);
    expect(ids(lab.diagnose({ model, x, y, run }))[0]).toBe('vanishing-gradients');
    expect(ids(lab.diagnose({ model, x, y, run }))).not.toContain('rate-too-large');
    const last = layers.Dense({ units: 1, activation: 'sigmoid' });
    const saturated = network([layers.Dense({ units: 4, activation: 'tanh' }), last], 1e4);
    const { findings } = lab.diagnose({ model: saturated, x, y, run });
    const [first] = findings.filter(({ id }) => id !== 'output-mismatch');
    expect(first).toMatchObject({ id: 'vanishing-gradients', severity: 'error' });
    expect(findings.some(({ id }) => id.startsWith('rate'))).toBe(false);
  });

  it('names what kills or saturates all units before the rate, and no larger one for the dead', () => {
    const creeping = historyOf([5, 4.9, 4.8, 4.7, 4.6]);
    const swinging = historyOf([5, 8, 4.9, 9, 6]);
    expect(ids(lab.diagnose({ run: creeping }))).toEqual(['rate-too-small']);
    const made = (activation: 'sigmoid' | 'relu') =>
      network([layers.Dense({ units: 4, activation }), layers.Dense({ units: 1 })], 200);
    const saturated = made('sigmoid');
    const dead = made('relu');
    const [kernel, , ...rest] = dead.getWeights().map((t) => t.dataSync() as Float32Array);
    dead.setWeights([kernel, new Float32Array(4).fill(-1e4), ...rest]);
    for (const [model, id] of [
      [saturated, 'saturated-units'],
      [dead, 'dead-units'],
    ] as const) {
      const found = ids(lab.diagnose({ model, x, y, run: swinging }));
      expect(found.slice(0, 2)).toEqual([id, 'rate-too-large']);
    }
    const slow = ids(lab.diagnose({ model: saturated, x, y, run: creeping }));
    expect(slow.slice(0, 2)).toEqual(['saturated-units', 'rate-too-small']);
    expect(ids(lab.diagnose({ model: dead, x, y, run: creeping }))).not.toContain('rate-too-small');
  });

  it('says nothing of units and gradients that are no numbers', () => {
    const made = [layers.Dense({ units: 4, activation: 'relu' }), layers.Dense({ units: 1 })];
    const model = network(made, Number.NaN);
    const run = historyOf([3, 400, Number.NaN]);
    expect(ids(lab.diagnose({ model, x, y, run }))).toEqual(['diverged']);
  });

  it('counts saturated sigmoid units, by layer', () => {
    const made = [layers.Dense({ units: 6, activation: 'sigmoid' }), layers.Dense({ units: 1 })];
    expect(ids(lab.diagnose({ model: network(made, 1), x, y }))).toEqual([]);
    const { findings, layers: measured } = lab.diagnose({ model: network(made, 200), x, y });
    expect(findings.find(({ id }) => id === 'saturated-units')).toMatchObject({ layer: 'dense' });
    expect(measured[0].saturated).toBeGreaterThan(0.9);
    expect(measured[1].saturated).toBeNull();
  });

  it('counts dead relu units exactly', () => {
    const model = network(
      [layers.Dense({ units: 4, activation: 'relu' }), layers.Dense({ units: 1 })],
      1,
    );
    const [kernel, , ...rest] = model.getWeights().map((t) => t.dataSync() as Float32Array);
    // A bias that no input outweighs kills three of four.
    model.setWeights([kernel, Float32Array.of(-100, 5, -100, -100), ...rest]);
    const { findings, layers: measured } = lab.diagnose({ model, x, y });
    expect(measured[0].dead).toBe(0.75);
    expect(findings[0]).toMatchObject({ id: 'dead-units', severity: 'warning', layer: 'dense' });
    expect(findings[0].evidence).toContain('75 %');
  });

  it('sees gradients that vanish on their way through many sigmoid layers', () => {
    const deep = Array.from({ length: 8 }, () => layers.Dense({ units: 4, activation: 'sigmoid' }));
    const { findings, layers: measured } = lab.diagnose({
      model: network([...deep, layers.Dense({ units: 1 })], 1),
      x,
      y,
    });
    const found = findings.find(({ id }) => id === 'vanishing-gradients');
    expect(found?.layer).toBe('dense');
    expect((measured[8].gradient as number) / (measured[0].gradient as number)).toBeGreaterThan(
      100,
    );
  });

  it('measures the gradient that differences of the loss give', async () => {
    const model = line(0.1);
    model.build([null, 2]);
    const { layers: measured } = lab.diagnose({ model, x, y });
    const weights = model.getWeights().map((tensor) => [...tensor.dataSync()]);
    const slopes: number[] = [];
    for (const [w, i] of [
      [0, 0],
      [0, 1],
      [1, 0],
    ] as const) {
      const loss = async (by: number) => {
        const moved = weights.map((values) => Float32Array.from(values));
        moved[w][i] += by;
        model.setWeights(moved);
        return (await model.evaluate(x, y, { verbose: 0, batchSize: 40 })) as number;
      };
      slopes.push(((await loss(0.5)) - (await loss(-0.5))) / 1);
    }
    const size = Math.sqrt(slopes.reduce((sum, slope) => sum + slope * slope, 0) / 3);
    expect(measured[0].gradient).toBeCloseTo(size, 4);
  });

  it.each([
    ['a softmax over one unit', layers.Dense({ units: 1, activation: 'softmax' }), y, 'always 1'],
    [
      'relu before targets below 0',
      layers.Dense({ units: 1, activation: 'relu' }),
      y,
      'cannot be negative',
    ],
    [
      'probabilities and squares',
      layers.Dense({ units: 1, activation: 'sigmoid' }),
      y,
      'loss for numbers',
    ],
    [
      'tanh for what lies outside',
      layers.Dense({ units: 1, activation: 'tanh' }),
      y,
      'where tanh cannot reach',
    ],
  ])('sees that output and loss do not match: %s', (_name, last, targets, title) => {
    const { findings } = lab.diagnose({ model: network([last], 0.1), x, y: targets });
    expect(findings.find(({ id }) => id === 'output-mismatch')?.title).toContain(title);
  });

  it.each([
    ['tanh', losses.BinaryCrossentropy({ fromLogits: false })],
    ['relu', losses.BinaryCrossentropy({ fromLogits: false })],
    ['relu', losses.BinaryFocalCrossentropy({ fromLogits: false })],
  ] as const)(
    'sees by the outputs that %s gives no probabilities, before the rate',
    (activation, loss) => {
      const model = network([layers.Dense({ units: 1, activation })], 5);
      model.compile({ optimizer: 'sgd', loss });
      const targets = y.map((value) => (value > 1 ? 1 : 0));
      const run = historyOf([0.6, 0.9, 0.5, 0.9, 0.7]);
      const { findings } = lab.diagnose({ model, x, y: targets, run });
      expect(findings.map(({ id }) => id).slice(0, 2)).toEqual([
        'output-mismatch',
        'rate-too-large',
      ]);
      expect(findings[0].title).toContain('not within [0, 1]');
      const outputs = [...(model.predict(x) as { dataSync(): Float32Array }).dataSync()];
      expect(findings[0].evidence).toContain(
        `${Number(Math.min(...outputs).toPrecision(3))} to ${Number(Math.max(...outputs).toPrecision(3))}`,
      );
      // Where all outputs can be probabilities there is nothing to see.
      model.setWeights([new Float32Array(2), Float32Array.of(0.5)]);
      expect(ids(lab.diagnose({ model, x, y: targets }))).toEqual([]);
    },
  );

  it.each([
    ['Flatten', layers.Flatten()],
    ['Reshape', layers.Reshape({ targetShape: [1, 1] })],
    ['Identity', layers.Identity()],
    ['Dropout', layers.Dropout({ rate: 0.5 })],
  ])('takes a sigmoid before %s for the output, which may be saturated', (_name, after) => {
    const last = layers.Dense({ units: 1, activation: 'sigmoid' });
    const targets = y.map((value) => (value > 1 ? 1 : 0));
    const model = (made: Layer[]) => {
      const built = new Sequential([layers.Input({ shape: [2] }), ...made], { seed: 2 });
      built.compile({ optimizer: 'sgd', loss: losses.BinaryCrossentropy() });
      built.setWeights(
        built.getWeights().map((t) => (t.dataSync() as Float32Array).map((w) => w * 1e3)),
      );
      return built;
    };
    const shaped = after.kind === 'Reshape' ? targets.map((value) => [[value]]) : targets;
    const { findings, layers: measured } = lab.diagnose({
      model: model([last, after]),
      x,
      y: shaped,
    });
    expect(measured[0].saturated).toBeGreaterThan(0.9);
    expect(findings).toEqual([]);
    const between = model([last, after, layers.Dense({ units: 1, activation: 'sigmoid' })]);
    expect(ids(lab.diagnose({ model: between, x, y: shaped }))).toContain('saturated-units');
  });

  it('refuses to diagnose nothing', () => {
    expect(() => lab.diagnose({})).toThrow('give { model, x, y }, { run }, or both, got []');
  });
});

import { coffeeRoasting } from '../../../../datasets/src/index.ts';
import {
  lab,
  layers,
  losses,
  OptionError,
  optimizers,
  Sequential,
} from '../../../tsuno/src/index.ts';

const roasts = coffeeRoasting.load({ examples: 120, seed: 2 });
const scaled = (roasts.x.arraySync() as number[][]).map(([t, d]) => [(t - 217) / 40, d - 13.5]);
const labels = [...roasts.y.dataSync()];
const data = {
  xTrain: scaled.slice(0, 90),
  yTrain: labels.slice(0, 90),
  xTest: scaled.slice(90),
  yTest: labels.slice(90),
};
const model = (seed: number) => {
  const made = new Sequential(
    [layers.Dense({ units: 6, activation: 'tanh' }), layers.Dense({ units: 1 })],
    { seed },
  );
  made.compile({
    optimizer: 'sgd',
    loss: losses.BinaryCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  return made;
};
const lineup = {
  'gradient descent': { optimizer: optimizers.SGD({ learningRate: 0.5 }), batchSize: 'all' },
  SGD: optimizers.SGD({ learningRate: 0.5 }),
  Adam: optimizers.Adam({ learningRate: 0.02 }),
} as const;

/** Trains y = wx, from the first example on in order. */
const trainLine = (line: {
  x: number[][];
  y: number[];
  batchSize: number | 'all';
  rate: number;
  epochs: number;
}) =>
  lab.trainOnce({
    model: new Sequential([layers.Dense({ units: 1, useBias: false })], { seed: 1 }),
    optimizer: optimizers.SGD({ learningRate: line.rate }),
    loss: losses.MeanSquaredError(),
    data: { xTrain: line.x, yTrain: line.y },
    batchSize: line.batchSize,
    epochs: line.epochs,
    seed: 1,
  });

describe('compareOptimizers', () => {
  it('starts everybody at the same weights, and gives the numbers that fit gives', async () => {
    const { runs, setting } = await lab.compareOptimizers({
      model,
      optimizers: lineup,
      data,
      epochs: 4,
      seeds: [1, 2],
    });
    expect(runs.map(({ optimizer, seed }) => `${optimizer} ${seed}`)).toEqual([
      'gradient descent 1',
      'SGD 1',
      'Adam 1',
      'gradient descent 2',
      'SGD 2',
      'Adam 2',
    ]);
    for (const run of runs) {
      expect(run.start).toEqual(runs.find(({ seed }) => seed === run.seed)?.start);
      expect(run.seconds).toHaveLength(4);
      expect(run.diverged).toBeNull();
    }
    expect(runs[0].start).not.toEqual(runs[3].start);
    const alone = model(2);
    alone.compile({
      optimizer: optimizers.Adam({ learningRate: 0.02 }),
      loss: losses.BinaryCrossentropy({ fromLogits: true }),
      metrics: ['accuracy'],
    });
    const { history } = await alone.fit(data.xTrain, data.yTrain, {
      epochs: 4,
      seed: 2,
      verbose: 0,
      validationData: [data.xTest, data.yTest],
      validationBatchSize: 500,
    });
    expect(runs[5].curves).toEqual(history);
    expect(setting).toMatchObject({
      measure: { name: 'val_accuracy', isHigherBetter: true, label: 'test accuracy' },
      target: 0.9,
      examples: 90,
      testExamples: 30,
      parameters: 25,
      planned: 6,
    });
  });

  it('says who reached the target when, and the spread over the seeds', async () => {
    const { runs, standings } = await lab.compareOptimizers({
      model,
      optimizers: { Adam: lineup.Adam },
      data,
      epochs: 40,
      seeds: [1, 2, 3],
      target: 0.8,
    });
    const arrivals = runs.map(({ curves }) => curves.val_accuracy.findIndex((a) => a >= 0.8) + 1);
    const ends = runs.map(({ curves }) => curves.val_accuracy[39]);
    const [standing] = standings;
    expect(standing).toMatchObject({ runs: 3, diverged: 0, reached: 3 });
    expect(standing.epochsToTarget).toEqual({
      mean: (arrivals[0] + arrivals[1] + arrivals[2]) / 3,
      least: Math.min(...arrivals),
      most: Math.max(...arrivals),
    });
    expect(standing.final).toMatchObject({ least: Math.min(...ends), most: Math.max(...ends) });
  });

  it('finds the batch since when a run diverges, and does not warn of it', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const { runs, standings } = await lab.compareOptimizers({
      model: (seed) => new Sequential([layers.Dense({ units: 1 })], { seed }),
      loss: losses.MeanSquaredError(),
      optimizers: { SGD: optimizers.SGD({ learningRate: 1 }) },
      data: { xTrain: [[10], [20], [30], [40]], yTrain: [1, 2, 3, 4] },
      batchSize: 1,
      epochs: 5,
    });
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
    const [{ diverged, curves }] = runs;
    // One example x at a time, w ← w − 2x(wx − y): the loss is beyond a thousand times the first at the second.
    expect(diverged).toEqual({ epoch: 1, batch: 2, loss: expect.any(String) });
    expect(Number(diverged?.loss)).toBeGreaterThan(1000);
    expect(curves.loss).toEqual([]);
    expect(standings[0]).toMatchObject({ diverged: 1, final: null, reached: 0 });
  });

  it.each([
    ['from 0', [[0], [1], [2], [1.5]], [0, 2, 4, 3], 1, 0.02],
    ['from 0 to large targets', [[0], [1], [2], [1.5]], [0, 200, 400, 300], 1, 0.02],
  ])(
    'does not take a run for diverged whose first loss grows %s',
    async (_name, x, y, size, rate) => {
      const run = await trainLine({ x, y, batchSize: size, rate, epochs: 12 });
      expect(run.diverged).toBeNull();
      expect(run.seconds).toHaveLength(12);
    },
  );

  it('takes a run for diverged that ends at more than ten times the loss at first', async () => {
    // w ← w − 2α(w − 1) with α = 1.1: the error grows by 1.2, the loss by 1.44 with each epoch.
    const run = await trainLine({ x: [[1]], y: [1], batchSize: 'all', rate: 1.1, epochs: 12 });
    const { loss } = run.curves;
    expect(loss).toHaveLength(12);
    expect(loss[11] / loss[0]).toBeCloseTo(1.44 ** 11, 0);
    // 1.44⁶ is 8.9, 1.44⁷ is 12.8.
    expect(run.diverged).toMatchObject({ epoch: 8, batch: null });
    expect(Number(run.diverged?.loss)).toBeCloseTo(loss[7], 1);
    const short = await trainLine({ x: [[1]], y: [1], batchSize: 'all', rate: 1.1, epochs: 5 });
    expect(short.diverged).toBeNull();
  });

  it('stops on a signal and keeps what is finished', async () => {
    const stop = new AbortController();
    const done: number[] = [];
    const { runs, setting } = await lab.compareOptimizers({
      model,
      optimizers: lineup,
      data,
      epochs: 2,
      signal: stop.signal,
      onProgress: (progress) => {
        done.push(progress.done);
        if (progress.done === 2) stop.abort();
        expect(progress.secondsLeft).toBeGreaterThanOrEqual(0);
      },
    });
    expect(done).toEqual([1, 2]);
    expect(runs).toHaveLength(2);
    expect(setting.planned).toBe(3);
  });

  it('hands runs to a runner, several at a time', async () => {
    const most = { now: 0, ever: 0 };
    const { runs } = await lab.compareOptimizers({
      model,
      optimizers: lineup,
      data,
      epochs: 1,
      seeds: [5, 6],
      runner: {
        parallel: 2,
        async run({ name, optimizer, seed, epochs, batchSize, model }) {
          most.now += 1;
          most.ever = Math.max(most.ever, most.now);
          const json = JSON.parse(JSON.stringify(model()));
          await new Promise((resolve) => setTimeout(resolve, 5));
          const revived = Sequential.fromJSON(json);
          const run = await lab.trainOnce({
            model: revived,
            optimizer,
            name,
            data,
            seed,
            epochs,
            batchSize,
          });
          most.now -= 1;
          return run;
        },
      },
    });
    expect(most.ever).toBe(2);
    const here = await lab.compareOptimizers({
      model,
      optimizers: lineup,
      data,
      epochs: 1,
      seeds: [5, 6],
    });
    expect(runs.map(({ curves }) => curves)).toEqual(here.runs.map(({ curves }) => curves));
  });

  it('refuses to be called without anything', async () => {
    await expect(lab.compareOptimizers(undefined as never)).rejects.toThrow(OptionError);
    await expect(lab.sweepLearningRates(undefined as never)).rejects.toThrow(OptionError);
  });

  it('lets all start at constants', async () => {
    const zeros = (seed: number) =>
      new Sequential([layers.Dense({ units: 1, kernelInitializer: 'zeros' })], { seed });
    const loss = losses.MeanSquaredError();
    const options = { model: zeros, loss, optimizers: { Adam: lineup.Adam }, data, epochs: 1 };
    const { runs } = await lab.compareOptimizers({ ...options, seeds: [1, 2] });
    expect(runs).toHaveLength(2);
  });

  const shared = model(1);
  /** Another start at each call. */
  const wandering = () => {
    let calls = 0;
    return () => model(calls++);
  };
  it.each([
    [{ model: 3 }, 'model must be a function that makes one'],
    [
      { model: () => new Sequential([layers.Dense({ units: 1 })]) },
      'must return a Sequential that has the seed',
    ],
    [{ model: () => shared }, 'must make a new Sequential each time'],
    [
      { model: (seed: number) => new Sequential([layers.Dense({ units: 1 })], { seed }) },
      'loss is missing',
    ],
    [{ model: () => model(7), seeds: [1, 2] }, 'model(1) and model(2) start at the same weights'],
    [{ model: wandering() }, 'two of its models start at different ones'],
    [{ seeds: [1, 2, 1] }, 'seeds must differ'],
    [{ optimizers: [optimizers.Adam()] }, 'optimizers must be an object, name → optimizer'],
    [{ data: undefined }, 'data must be { xTrain, yTrain }'],
    [{ data: { ...data, xTrain: 3 } }, 'data.xTrain must be a list with at least one example'],
    [{ runner: {} }, 'runner must be { parallel, run(job, signal) }'],
    [{ seeds: [] }, 'seeds must be a list such as [1, 2, 3], got []'],
    [{ data: { xTrain: [[1]] } }, 'data.yTrain is missing'],
    [{ data: { ...data, yTest: undefined } }, 'give both or neither'],
    [{ epoch: 3 }, 'unknown option "epoch". Did you mean "epochs"?'],
    [{ measure: 'f1' }, 'measure "f1" is not among what the runs report: "accuracy"'],
  ])('refuses %o', async (wrong, message) => {
    const options = { model, optimizers: lineup, data, epochs: 1 };
    await expect(lab.compareOptimizers({ ...options, ...wrong } as never)).rejects.toThrow(message);
  });
});

describe('trainOnce', () => {
  it.each([
    [{ epoch: 3 }, 'trainOnce: unknown option "epoch". Did you mean "epochs"?'],
    [{ data: 3 }, 'trainOnce: data must be { xTrain, yTrain }'],
    [{ optimizer: 'adam' }, 'trainOnce: optimizer must be made by a factory'],
    [{ model: null }, 'trainOnce: model must be a Sequential'],
  ])('refuses %o', async (wrong, message) => {
    const options = { model: model(1), optimizer: lineup.Adam, data, epochs: 1, seed: 1 };
    await expect(lab.trainOnce({ ...options, ...wrong } as never)).rejects.toThrow(message);
  });
});

describe('sweepLearningRates', () => {
  it('runs every optimizer at every rate and at its own, and finds those that diverge', async () => {
    const { windows, standings, rates } = await lab.sweepLearningRates({
      model: (seed) => new Sequential([layers.Dense({ units: 1 })], { seed }),
      loss: losses.MeanSquaredError(),
      optimizers: { SGD: optimizers.SGD(), Adam: optimizers.Adam({ learningRate: 0.05 }) },
      rates: [100, 0.001, 0.1],
      data: { xTrain: [[-1], [0], [1]], yTrain: [-1, 1, 3] },
      epochs: 100,
    });
    expect(rates).toEqual([0.001, 0.1, 100]);
    expect(standings.map(({ optimizer, learningRate }) => `${optimizer} ${learningRate}`)).toEqual([
      'SGD 0.001',
      'SGD 0.01',
      'SGD 0.1',
      'SGD 100',
      'Adam 0.001',
      'Adam 0.05',
      'Adam 0.1',
      'Adam 100',
    ]);
    expect(windows[0]).toMatchObject({ bestRate: 0.1, from: 0.1, to: 0.1, diverging: [100] });
    expect(windows[0].holdsDefault).toBe(false);
  });

  it.each([
    [{ rates: [] }, 'rates must be a list such as [0.001, 0.01], got []'],
    [{ rates: [-1] }, 'rates must be a number in (0, ∞), got -1'],
    [{ margin: -1 }, 'margin must be a number in [0, ∞), got -1'],
  ])('refuses %j', async (wrong, message) => {
    const options = { model, optimizers: lineup, data };
    await expect(lab.sweepLearningRates({ ...options, ...wrong })).rejects.toThrow(message);
  });
});

describe('The line-ups', () => {
  it.each(Object.entries(lab.lineups))('%s: all of them train', async (_name, make) => {
    const { runs } = await lab.compareOptimizers({ model, optimizers: make(), data, epochs: 1 });
    expect(runs.length).toBe(Object.keys(make()).length);
    for (const run of runs) expect(run.curves.loss[0]).toBeGreaterThan(0);
  });
});
